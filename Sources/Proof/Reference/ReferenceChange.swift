import StarlingModel

/// A person entered or left a segment.
package struct ReferenceChange: Hashable, Sendable {
  /// The direction of a change.
  package enum Direction: String, Sendable {
    case enter, exit
  }

  /// The exact instant, whether or not an event happened at it.
  package var at: Stamp
  /// Name of the segment in the workspace.
  package var segment: String
  /// The identifier that names the person.
  package var person: String
  /// Whether membership began or ended.
  package var change: Direction

  /// States that `person` entered or left `segment` at `at`.
  package init(at: Stamp, segment: String, person: String, change: Direction) {
    self.at = at
    self.segment = segment
    self.person = person
    self.change = change
  }
}
