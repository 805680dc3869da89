/// The keys in the data directory of a server that does not run.
package struct LocalKeys: KeyAdministration {
  private let ring: KeyRing

  /// The keys of a storage.
  package init(_ storage: any KeyStorage) {
    ring = KeyRing(storage)
  }

  /// All keys, revoked ones included, by number.
  package func list() async throws -> [KeyRecord] {
    try await ring.load()
    return ring.list
  }

  /// Makes a key, which is shown once.
  package func create(name: String, scopes: KeyScopes) async throws -> NewKey {
    try await ring.load()
    return try await ring.create(name: name, scopes: scopes, now: WallClock.now())
  }

  /// Makes a key invalid; `false` when there is no such one.
  package func revoke(_ id: Int64) async throws -> Bool {
    try await ring.load()
    return try await ring.revoke(id, now: WallClock.now()) != nil
  }
}
