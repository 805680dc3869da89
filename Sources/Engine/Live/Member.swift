import StarlingModel

/// A person in a segment.
package struct Member: Hashable, Sendable {
  /// What the person is called.
  package var person: String
  /// Since when the person is in it; nil when that was not recorded.
  package var since: Stamp?

  /// Puts the parts together.
  package init(
    person: String, since: Stamp? = nil
  ) {
    self.person = person
    self.since = since
  }
}
