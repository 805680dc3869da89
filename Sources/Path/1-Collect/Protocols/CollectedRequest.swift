import StarlingColumns
import StarlingModel

/// What a request became: events, what was refused, and what the client is told once the events are
/// durable.
package struct CollectedRequest: Sendable {
  /// The protocol and path.
  package var endpoint: CollectEndpoint
  /// The write key that the request names; `nil` when it names none.
  package var writeKey: String?
  /// Whether parts of the request name different keys, in which case none of them counts.
  package var hasConflictingKeys = false
  /// The events, in the order of the items.
  package var events = EventBatch()
  /// The times that the devices gave. Shape: one per event. Unit: ms since 1970 UTC.
  package var sentStamps: [Int64] = []
  /// When the request came.
  package var receivedAt: Stamp
  /// Whether the events are history, which triggers nothing.
  package var isHistorical = false
  /// Items that were not taken, in order.
  package var rejected: [RejectedItem] = []
  /// What the client is told when the events are durable.
  package var answer: CollectAnswer

  /// A request of which nothing is known yet.
  init(endpoint: CollectEndpoint, receivedAt: Stamp) {
    self.endpoint = endpoint
    self.receivedAt = receivedAt
    answer = .accepted(endpoint)
  }

  /// The events as they are committed.
  ///
  /// - Parameter source: Number of the source that the write key belongs to.
  package func batch(from source: UInt32) -> AcceptedBatch {
    AcceptedBatch(
      events: events, sentStamps: sentStamps, receivedAt: receivedAt, source: source,
      isHistorical: isHistorical)
  }

  /// Whether the body could not be read at all.
  package var isUnreadable: Bool { answer.status >= 400 && events.count == 0 && writeKey == nil }

  /// Number of items: taken and not taken.
  package var itemCount: Int { events.count + rejected.count }

  /// The request as a strict source sees it: one bad item refuses them all, and the client is told
  /// which and why, so that a mistake shows while a client is written.
  package func strictly() -> CollectedRequest {
    guard let first = rejected.first else { return self }
    var refused = self
    refused.events = EventBatch()
    refused.sentStamps = []
    let place = first.item.map { "item \($0): " } ?? ""
    let others = rejected.count > 1 ? "; \(rejected.count - 1) more items are bad" : ""
    var text = Array(#"{"success":false,"error":"#.utf8)
    JSONText.append("\(place)\(first.detail) (\(first.reason.rawValue))\(others)", to: &text)
    text += "}".utf8
    refused.answer = CollectAnswer(status: 400, contentType: "application/json", body: text)
    return refused
  }
}
