/// A key that was just made: the only time that it is shown.
package struct NewKey: Sendable {
  /// What is stored.
  package var record: KeyRecord
  /// The whole key.
  package var secret: String
}
