import StarlingModel

/// Events that one request brought, as they are committed to the log.
package struct AcceptedBatch: Sendable {
  /// The events; their times are corrected for wrong clocks of devices.
  package var events: EventBatch
  /// The times that the devices gave. Shape: one per row. Unit: ms since 1970 UTC.
  package var sentStamps: [Int64]
  /// When the request came.
  package var receivedAt: Stamp
  /// Which source sent it: `SourceID` of the store.
  package var source: UInt32
  /// Whether the events are history: they change memberships and trigger nothing.
  package var isHistorical: Bool
  /// Rows that are passed over because their message ids were there before, ascending.
  package var known: [Int] = []

  /// Gathers what a request brought.
  package init(
    events: EventBatch, sentStamps: [Int64], receivedAt: Stamp, source: UInt32,
    isHistorical: Bool = false, known: [Int] = []
  ) {
    precondition(
      sentStamps.count == events.count, "\(sentStamps.count) times for \(events.count) events")
    self.events = events
    self.sentStamps = sentStamps
    self.receivedAt = receivedAt
    self.source = source
    self.isHistorical = isHistorical
    self.known = known
  }

  /// Number of events that are new.
  package var newCount: Int { events.count - known.count }
}
