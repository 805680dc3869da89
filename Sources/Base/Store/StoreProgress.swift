import StarlingModel

/// How far the committed changes reach: what lies behind it is handled again after a crash.
package struct StoreProgress: Hashable, Sendable {
  /// Number of the event behind the last one whose effects are in the changes.
  package var appliedSequence: Int64
  /// Deadlines up to this instant were handled, those at it included.
  package var clock: Stamp

  /// States how far the changes reach.
  package init(appliedSequence: Int64, clock: Stamp) {
    self.appliedSequence = appliedSequence
    self.clock = clock
  }
}
