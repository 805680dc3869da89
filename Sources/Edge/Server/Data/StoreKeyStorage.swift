import StarlingModel
import StarlingStore

/// API keys in the data directory.
package struct StoreKeyStorage: KeyStorage {
  private let access: StoreAccess

  /// The keys of a store.
  package init(_ access: StoreAccess) {
    self.access = access
  }

  /// All keys, revoked ones included, by number.
  package func keys() async throws -> [KeyRecord] {
    try await access.run { try $0.apiKeys().map(KeyRecord.init) }
  }

  /// Keeps a key under the next number.
  package func addKey(_ record: KeyRecord) async throws -> KeyRecord {
    try await access.run { KeyRecord(try $0.addAPIKey(StoredAPIKey(record))) }
  }

  /// Marks a key as revoked.
  package func revokeKey(_ id: Int64, at: Stamp) async throws {
    _ = try await access.run { try $0.revokeAPIKey(id, at: at) }
  }

  /// Notes when a key was used.
  package func noteUse(ofKey id: Int64, at: Stamp) async throws {
    try await access.run { try $0.noteAPIKeyUse([id: at]) }
  }
}

extension KeyRecord {
  /// A key as the store has it; both count scopes in the same bits.
  fileprivate init(_ stored: StoredAPIKey) {
    self.init(
      id: stored.id, name: stored.name,
      scopes: KeyScopes(rawValue: UInt8(truncatingIfNeeded: stored.scopes.rawValue)),
      prefix: stored.prefix, hash: stored.hash, created: stored.createdAt,
      revoked: stored.revokedAt, lastUsed: stored.lastUsedAt)
  }
}

extension StoredAPIKey {
  fileprivate init(_ record: KeyRecord) {
    self.init(
      name: record.name, scopes: Scopes(rawValue: Int(record.scopes.rawValue)),
      prefix: record.prefix, hash: record.hash, createdAt: record.created)
  }
}
