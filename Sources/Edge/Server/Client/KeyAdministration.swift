/// Makes, lists and revokes API keys, wherever they are.
package protocol KeyAdministration: Sendable {
  /// All keys, revoked ones included, by number.
  func list() async throws -> [KeyRecord]
  /// Makes a key, which is shown once.
  func create(name: String, scopes: KeyScopes) async throws -> NewKey
  /// Makes a key invalid; `false` when there is no such one.
  func revoke(_ id: Int64) async throws -> Bool
}
