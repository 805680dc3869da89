/// Events that were planned and did not arrive yet.
///
/// Planning goes person by person, the output goes by time: the queue turns the one into the other
/// and holds about a day of events.
struct ArrivalQueue {
  private var waiting: [PlannedEvent] = []
  /// Arrival (upper half) and place in `waiting` (lower half) of the events that are due.
  private var due: [UInt64] = []

  /// Adds an event, in any order of time.
  mutating func append(_ event: PlannedEvent) {
    waiting.append(event)
  }

  /// Hands over all events that arrive before `limit`, by arrival; ties in the order of planning.
  ///
  /// `limit` grows from call to call by at most a day, and so the events that are due lie within
  /// the 49 days that 32 bits of milliseconds hold.
  mutating func takeDue(
    before limit: Int64, _ body: (PlannedEvent) throws -> Void
  ) rethrows {
    due.removeAll(keepingCapacity: true)
    var earliest = limit
    for event in waiting where event.arrival < earliest { earliest = event.arrival }
    for (place, event) in waiting.enumerated() where event.arrival < limit {
      due.append(UInt64(event.arrival - earliest) << 32 | UInt64(place))
    }
    due.sort()
    for key in due { try body(waiting[Int(key & 0xFFFF_FFFF)]) }
    waiting.removeAll { $0.arrival < limit }
  }
}
