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

  /// Stops the program when so many events would need larger arrival numbers than there are:
  /// wrapped ones would put events of one instant in another order. Imports end before that with
  /// an error of their own.
  static func requireRoom(for events: Int, from firstSequence: UInt32) {
    precondition(
      events <= Int(UInt32.max) - Int(firstSequence),
      "\(events) events behind the arrival number \(firstSequence) are more than 32 bits count")
  }

  /// Whether an event goes before another one of the same instant.
  package static func < (left: ArrivalKey, right: ArrivalKey) -> Bool {
    if left.messageID != right.messageID {
      return left.messageID.lexicographicallyPrecedes(right.messageID)
    }
    return left.sequence < right.sequence
  }
}
