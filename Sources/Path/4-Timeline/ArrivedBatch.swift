import StarlingColumns

/// Events that arrived together: what one request brought.
package struct ArrivedBatch: Sendable {
  /// The events.
  package var events: EventBatch
  /// Rows to pass over because their message ids were there before, ascending.
  package var known: [Int]

  /// States what arrived.
  package init(_ events: EventBatch, known: [Int] = []) {
    self.events = events
    self.known = known
  }
}
