import GRDB
import StarlingModel

/// Something that sends events, as it is kept: with the hash of its write key only.
package struct StoredSource: Hashable, Sendable {
  /// Its number, given by the store and never used again; 0 before.
  package var id: UInt32
  /// What people call it; no two have one name.
  package var name: String
  /// Which protocol it speaks.
  package var kind: String
  /// The beginning of its write key, by which it is recognized.
  package var keyPrefix: String
  /// SHA-256 of its write key.
  package var keyHash: [UInt8]
  /// Limits and mapping as JSON; the store does not look into it.
  package var settings: String
  /// When it was made.
  package var createdAt: Stamp
  /// Since when nothing is taken from it.
  package var disabledAt: Stamp?

  /// Gathers what is known of a source.
  package init(
    id: UInt32 = 0, name: String, kind: String, keyPrefix: String, keyHash: [UInt8],
    settings: String, createdAt: Stamp, disabledAt: Stamp? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.keyPrefix = keyPrefix
    self.keyHash = keyHash
    self.settings = settings
    self.createdAt = createdAt
    self.disabledAt = disabledAt
  }

  init(_ row: Row) {
    id = row[0]
    name = row[1]
    kind = row[2]
    keyPrefix = row[3]
    keyHash = (row[4] as Blob).bytes
    settings = row[5]
    createdAt = Stamp(milliseconds: row[6])
    disabledAt = (row[7] as Int64?).map { Stamp(milliseconds: $0) }
  }
}
