import StarlingModel

/// A property of an event.
package struct EventProperty: Hashable, Sendable {
  /// Its path, with dots between the parts.
  package var path: String
  /// Its value.
  package var value: Value

  /// Puts the parts together.
  package init(
    path: String, value: Value
  ) {
    self.path = path
    self.value = value
  }
}
