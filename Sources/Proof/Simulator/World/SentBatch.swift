import StarlingCollect
import StarlingModel
import StarlingTestSupport

/// Events that a client sends in one request, and sends again until it hears that they were kept.
struct SentBatch {
  /// Its place among the batches of the world.
  var number: Int
  /// The events, copies of earlier ones included.
  let events: [Event]
  /// When the client sends it first.
  let departure: Stamp
  /// Where to.
  let endpoint: CollectEndpoint
  /// The message id of an event that is in no earlier batch and visible once this one arrives: who
  /// sees it knows that the batch is there.
  let beacon: String
  /// Whether an item is among them that cannot be taken.
  let hasJunk: Bool
  /// The request's body: JSON.
  let body: [UInt8]

  /// Writes the body of a request; a single call has no room for junk.
  init(
    number: Int, events: [Event], departure: Stamp, endpoint: CollectEndpoint, beacon: String,
    hasJunk: Bool
  ) {
    self.number = number
    self.events = events
    self.departure = departure
    self.endpoint = endpoint
    self.beacon = beacon
    let calls = events.map(\.segmentCall.text)
    if case .segmentBatch = endpoint {
      self.hasJunk = hasJunk
      let junk = hasJunk ? [#"{"type":"track","event":"of nobody"}"#] : []
      body = Array(
        (#"{"writeKey":"key","batch":["# + (junk + calls).joined(separator: ",") + "]}").utf8)
    } else {
      self.hasJunk = false
      body = Array((calls.first ?? "{}").utf8)
    }
  }
}
