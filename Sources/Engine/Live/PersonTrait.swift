import StarlingModel

/// A trait of a person.
package struct PersonTrait: Hashable, Sendable {
  /// Its path, with dots between the parts.
  package var path: String
  /// Its present value.
  package var value: Value
  /// When it took that value.
  package var since: Stamp?

  /// Puts the parts together.
  package init(
    path: String, value: Value, since: Stamp? = nil
  ) {
    self.path = path
    self.value = value
    self.since = since
  }
}
