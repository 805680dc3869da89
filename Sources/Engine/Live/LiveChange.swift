import StarlingModel

/// Somebody entered or left a segment, by number: what the live core finds.
package struct LiveChange: Equatable, Sendable {
  /// The instant from which the membership holds. Unit: ms since 1970 UTC.
  package var at: Int64
  /// Number of the person.
  package var person: Int
  /// Code of the identifier that named the person when the change was found: whoever follows the
  /// changes knows people by name, and names change when people turn out to be one.
  package var name: UInt32
  /// Index of the segment in the plan.
  package var segment: Int
  /// Whether it is an entry; else an exit.
  package var isEntry: Bool
  /// What brought it about.
  package var cause: ChangeCause
}
