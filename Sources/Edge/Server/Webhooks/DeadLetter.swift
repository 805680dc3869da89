import StarlingModel

/// A delivery that was given up.
package struct DeadLetter: Hashable, Sendable {
  /// Position of its change.
  package var position: Int64
  /// How often it was tried.
  package var attempts: Int
  /// What went wrong last.
  package var problem: String
  /// The change; `nil` when the log is damaged there.
  package var change: MembershipChange?
}
