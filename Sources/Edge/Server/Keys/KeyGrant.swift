/// What a request may do, by the key that it came with.
package struct KeyGrant: Hashable, Sendable {
  /// Number of the key.
  package var id: Int64
  /// Name of the key: who did it, in the history of definitions.
  package var name: String
  /// First letters of the key.
  package var prefix: String
  /// What it allows.
  package var scopes: KeyScopes
}
