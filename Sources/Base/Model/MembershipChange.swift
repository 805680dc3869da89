/// A person entered or left a segment.
package struct MembershipChange: Hashable, Sendable {
  /// The direction of a change.
  package enum Direction: String, Sendable {
    case enter, exit
  }

  package var at: Stamp
  package var segment: String
  package var person: String
  package var change: Direction

  /// States that `person` entered or left `segment` at `at`.
  package init(at: Stamp, segment: String, person: String, change: Direction) {
    self.at = at
    self.segment = segment
    self.person = person
    self.change = change
  }
}
