/// The rows of one person at one instant, about whose order a timeline asks when another event of
/// the same instant arrives: it does not keep message ids itself.
package struct TiedRows: Hashable, Sendable {
  /// Which of a person's two lists of rows is meant; each is in an order of its own.
  package enum Kind: Hashable, Sendable {
    /// Track, page and screen calls.
    case selectable
    /// Identify calls.
    case identify
  }

  /// Number of the person before the events that are being appended.
  package var person: Int
  /// Unit: ms since 1970 UTC.
  package var time: Int64
  /// Which of the person's calls.
  package var kind: Kind

  /// The rows of a person at an instant.
  package init(person: Int, time: Int64, kind: Kind) {
    self.person = person
    self.time = time
    self.kind = kind
  }
}

/// What orders events of one person at the same instant: the message id, then the arrival.
package struct ArrivalKey: Hashable, Comparable, Sendable {
  /// UTF-8; empty when the event has none.
  package var messageID: [UInt8]
  /// Arrival number, ascending over all events ever appended.
  package var sequence: UInt32

  /// The key of an event.
  package init(messageID: [UInt8], sequence: UInt32) {
    self.messageID = messageID
    self.sequence = sequence
  }

  /// Whether an event goes before another one of the same instant.
  package static func < (left: ArrivalKey, right: ArrivalKey) -> Bool {
    if left.messageID != right.messageID {
      return left.messageID.lexicographicallyPrecedes(right.messageID)
    }
    return left.sequence < right.sequence
  }
}
