import StarlingModel

/// An API key as it is stored: everything but the key itself.
package struct KeyRecord: Hashable, Sendable {
  /// Its number, from 1.
  package var id: Int64
  /// What somebody calls it.
  package var name: String
  /// What it allows.
  package var scopes: KeyScopes
  /// First letters of the key, to recognise it.
  package var prefix: String
  /// SHA-256 of the key. Shape: 32 bytes.
  package var hash: [UInt8]
  /// When it was made.
  package var created: Stamp
  /// When it was revoked; `nil` while it is valid.
  package var revoked: Stamp?
  /// When it was last used, to the hour; `nil` = never.
  package var lastUsed: Stamp?

  /// Describes a key.
  package init(
    id: Int64, name: String, scopes: KeyScopes, prefix: String, hash: [UInt8], created: Stamp,
    revoked: Stamp? = nil, lastUsed: Stamp? = nil
  ) {
    self.id = id
    self.name = name
    self.scopes = scopes
    self.prefix = prefix
    self.hash = hash
    self.created = created
    self.revoked = revoked
    self.lastUsed = lastUsed
  }
}
