import StarlingModel

/// Somebody entered or left a segment, by number: what the live core finds.
package struct LiveChange: Equatable, Sendable {
  /// The instant from which the membership holds. Unit: ms since 1970 UTC.
  package var at: Int64
  /// Number of the person.
  package var person: Int
  /// Index of the segment in the plan.
  package var segment: Int
  /// Whether it is an entry; else an exit.
  package var isEntry: Bool
  /// What brought it about.
  package var cause: ChangeCause
}
