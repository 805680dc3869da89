import StarlingCollect
import StarlingModel

// What is measured of events, changes and deadlines. Names and units are in
// docs/reference/metrics.md. Who knows a number anyway gives it as a reading, which is asked for
// when metrics are read; what happens is counted where it happens.

/// What the server measures of the engine behind it.
package struct LiveMetrics: Sendable {
  /// Events that became durable.
  package let accepted: Counter
  /// Events that were passed over because their message ids were there before.
  package let duplicates: Counter
  /// From a request's events being handed over to their being durable. Unit: s.
  package let acceptSeconds: Histogram
  /// One synced transaction of the store. Unit: s.
  package let commitSeconds: Histogram
  /// How long after its instant a deadline was handled. Unit: s.
  package let deadlineLateSeconds: Histogram
  /// From a change being found to its being durable and announced. Unit: s.
  package let announceSeconds: Histogram
  /// Questions that events and deadlines put to people's histories.
  package let evaluations: Counter
  /// Writing a snapshot beside the loop. Unit: s.
  package let snapshotSeconds: Histogram
  /// Work beside the loop that failed and is tried again.
  package let backgroundFailures: Counter
  private let rejected: [RejectReason: Counter]
  private let refused: Counter
  private let changes: [ChangeCause: Counter]
  private let registry: MetricsRegistry

  /// Registers them.
  package init(_ registry: MetricsRegistry) {
    self.registry = registry
    func counter(_ name: String, _ help: String, _ labels: [MetricLabel] = []) -> Counter {
      registry.counter(name, help, labels: labels)
    }
    func seconds(_ name: String, _ help: String) -> Histogram {
      registry.histogram(name, help, bounds: Histogram.seconds)
    }
    accepted = counter("starling_events_accepted_total", "Events that became durable.")
    duplicates = counter(
      "starling_events_duplicate_total", "Events passed over, their message ids being known.")
    refused = counter(
      "starling_requests_refused_total", "Collected requests of which nothing was kept.")
    evaluations = counter(
      "starling_evaluations_total", "Evaluations of a segment for a person.")
    acceptSeconds = seconds(
      "starling_accept_seconds", "From handing events over to their being durable.")
    commitSeconds = seconds("starling_commit_seconds", "Length of commits to the store.")
    deadlineLateSeconds = seconds(
      "starling_deadline_late_seconds", "How late deadlines were handled.")
    announceSeconds = seconds(
      "starling_announce_seconds", "From finding changes to their being announced.")
    snapshotSeconds = seconds("starling_snapshot_seconds", "Length of writing snapshots.")
    backgroundFailures = counter(
      "starling_background_failures_total", "Work beside the loop that failed.")
    rejected = Dictionary(
      uniqueKeysWithValues: RejectReason.allCases.map { reason in
        (
          reason,
          counter(
            "starling_items_rejected_total", "Items put into the quarantine, by reason.",
            [MetricLabel("reason", reason.rawValue)])
        )
      })
    changes = Dictionary(
      uniqueKeysWithValues: ChangeCause.allCases.map { cause in
        (
          cause,
          counter(
            "starling_changes_total", "Membership changes, by cause.",
            [MetricLabel("cause", cause.word)])
        )
      })
  }

  /// Counts committed changes.
  package func count(_ committed: [MembershipChange]) {
    for change in committed { changes[change.cause]?.add() }
  }

  /// Counts items that went into the quarantine.
  package func count(_ items: [RejectedItem]) {
    for item in items { rejected[item.reason]?.add() }
  }

  /// Counts a request of which nothing was kept.
  package func countRefusal() { refused.add() }

  /// Gives readings of the queue before the commits.
  ///
  /// - Parameters:
  ///   - requests: Collected requests that wait.
  ///   - events: Their events.
  package func readQueue(
    requests: @escaping @Sendable () -> Int, events: @escaping @Sendable () -> Int
  ) {
    registry.gauge(
      "starling_queue_requests", "Collected requests that wait for their commit."
    ) { Double(requests()) }
    registry.gauge(
      "starling_queue_events", "Collected events that wait for their commit."
    ) { Double(events()) }
  }

  /// Gives a reading of the memory of a part, such as `timelines`.
  package func readMemory(_ part: String, bytes: @escaping @Sendable () -> Int) {
    registry.gauge(
      "starling_memory_bytes", "Memory by part of the server.", labels: [MetricLabel("part", part)]
    ) { Double(bytes()) }
  }

  /// Gives a reading of how many events the log has.
  package func readLog(events: @escaping @Sendable () -> Int) {
    registry.gauge("starling_log_events", "Events in the log.") { Double(events()) }
  }

  /// Gives a reading of how many people wait for an instant at which something is due.
  package func readDeadlines(_ count: @escaping @Sendable () -> Int) {
    registry.gauge(
      "starling_queue_deadlines", "Entries in the queue of instants at which something is due."
    ) { Double(count()) }
  }

  /// Gives readings of the disk.
  ///
  /// - Parameters:
  ///   - free: Free space. Unit: bytes.
  ///   - takesEvents: Whether it is enough to take events.
  package func readDisk(
    free: @escaping @Sendable () -> Int64, takesEvents: @escaping @Sendable () -> Bool
  ) {
    registry.gauge(
      "starling_disk_free_bytes", "Free space of the data directory's disk."
    ) { Double(free()) }
    registry.gauge(
      "starling_takes_events", "1 while events are taken, 0 while the disk lacks space."
    ) { takesEvents() ? 1 : 0 }
  }

  /// Gives a reading of how many people are known.
  package func readPeople(_ count: @escaping @Sendable () -> Int) {
    registry.gauge("starling_people", "People who are known.") { Double(count()) }
  }
}
