/// Packed columns are not what was packed.
package struct PackProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where it was found. Unit: bytes.
  package var offset: Int
  /// What was found there.
  package var reason: String

  /// States what is wrong at a place.
  package init(offset: Int, _ reason: String) {
    self.offset = offset
    self.reason = reason
  }

  /// Place and reason, as shown to people.
  package var description: String { "byte \(offset): \(reason)" }
}
