import StarlingModel

/// What must happen before an answer can change by a new event, given that the event is later than
/// all others of the person.
///
/// 1. `node` is the part of the segment that decides at the moment: of a false `and` the operand
///    that is false, of a count the count. Events that it cannot see change nothing.
/// 2. Of those that it can see and that count for it, `patience` must come: three more purchases
///    where two of five are there, none at all where more of them only confirm the answer. Where a
///    sum decides, they are counted by their numbers (`SumBudget`). Where something must last (a
///    session of 15 minutes, another day), only events from an instant on count: then `patience` is
///    that instant, rounded down. Unit: s since 1970 UTC. Where an `any` is true of a value, only
///    events with that value count; then `patience` is its code.
///
/// Time is not bound by this: for it there is `Outcome.until`. Nor are events that come late, but
/// where their order does not matter: see `EventSight.Lateness`.
package struct Watch: Equatable, BitwiseCopyable, Sendable {
  /// No event can change the answer.
  package static let forever = UInt32.max

  /// Index of the part that decides: see `WatchedParts`.
  package var node: UInt32
  /// Whether the answer stays while that of `node` does, whatever time does to other parts.
  package var decidesAlone = true
  /// Whether what `patience` says of events between now and a later instant holds for the answer of
  /// that instant too. A chain that is true for one start may need another one by then, which an
  /// event in between could take away.
  package var reachesAhead = true
  /// Number of events that `node` can see until the answer must be asked for again; at least 1.
  package var patience: UInt32

  init(_ node: Int, _ patience: UInt32 = 1) {
    self.node = UInt32(node)
    self.patience = patience
  }

  /// Waits for an event from an instant on; `nil` when the part does not, or it is not worth it.
  init?(_ part: Int?, from instant: Int64, now: Int64) {
    let seconds = instant.flooredQuotient(by: 1_000)
    guard let part, seconds > now.flooredQuotient(by: 1_000), seconds > 0,
      seconds < Int64(UInt32.max)
    else { return nil }
    node = UInt32(part)
    patience = UInt32(seconds)
  }

  init(_ node: Int, _ patience: Double) {
    self.node = UInt32(node)
    self.patience = patience < 1 ? 1 : patience < 1e9 ? UInt32(patience) : 1_000_000_000
  }
}
