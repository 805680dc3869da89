import GRDB
import StarlingModel

/// A key for the API, without the key: only its hash is kept.
package struct StoredAPIKey: Hashable, Sendable {
  /// What a key allows. Raw values are stored: never reuse one.
  package struct Scopes: OptionSet, Hashable, Sendable {
    /// The bits as they are stored.
    package let rawValue: Int

    /// The scopes of stored bits.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Send events.
    package static let collect = Scopes(rawValue: 1)
    /// Ask.
    package static let read = Scopes(rawValue: 2)
    /// Change definitions, sources and quarantine.
    package static let write = Scopes(rawValue: 4)
    /// Make and revoke keys.
    package static let admin = Scopes(rawValue: 8)
  }

  /// Its number, given by the store; 0 before.
  package var id: Int64
  /// What people call it.
  package var name: String
  /// What it allows.
  package var scopes: Scopes
  /// The beginning of the key, by which it is found and recognized.
  package var prefix: String
  /// SHA-256 of the key.
  package var hash: [UInt8]
  /// When it was made.
  package var createdAt: Stamp
  /// When it was revoked.
  package var revokedAt: Stamp?
  /// When it was used last, to some minutes.
  package var lastUsedAt: Stamp?

  /// Gathers what is known of a key.
  package init(
    id: Int64 = 0, name: String, scopes: Scopes, prefix: String, hash: [UInt8], createdAt: Stamp,
    revokedAt: Stamp? = nil, lastUsedAt: Stamp? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.prefix = prefix
    self.hash = hash
    self.createdAt = createdAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }

  init(_ row: Row) {
    id = row[0]
    name = row[1]
    scopes = Scopes(rawValue: row[2])
    prefix = row[3]
    hash = (row[4] as Blob).bytes
    createdAt = Stamp(milliseconds: row[5])
    revokedAt = (row[6] as Int64?).map { Stamp(milliseconds: $0) }
    lastUsedAt = (row[7] as Int64?).map { Stamp(milliseconds: $0) }
  }
}
