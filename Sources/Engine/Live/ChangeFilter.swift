/// Which changes are meant.
package struct ChangeFilter: Hashable, Sendable {
  /// Only those of these segments; empty = of all.
  package var segments: [String]
  /// Only those of this person, by any identifier.
  package var person: String?

  /// Puts the parts together.
  package init(
    segments: [String] = [], person: String? = nil
  ) {
    self.segments = segments
    self.person = person
  }
}
