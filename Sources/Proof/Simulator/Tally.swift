/// What a simulation did, counted.
struct Tally: Equatable {
  /// Different events that clients sent.
  var events = 0
  /// Requests that reached the server.
  var requests = 0
  /// Ends of a server without order.
  var crashes = 0
  /// Starts of a server beyond the first.
  var restarts = 0
  /// Operations of the disk that went wrong.
  var faults = 0
  /// Changes in the log.
  var changes = 0
  /// Webhooks that reached a destination.
  var deliveries = 0
  /// Answers that were compared with what the rules say.
  var checks = 0

  /// `events 61, requests 80, …`: one line.
  var line: String {
    "events \(events), requests \(requests), crashes \(crashes), restarts \(restarts), "
      + "faults \(faults), changes \(changes), deliveries \(deliveries), checks \(checks)"
  }
}
