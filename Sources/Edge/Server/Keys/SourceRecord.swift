import StarlingModel

/// Something that sends events, as it is stored.
package struct SourceRecord: Hashable, Sendable {
  /// Its number, from 1; events carry it.
  package var id: UInt32
  /// What somebody calls it.
  package var name: String
  /// The protocol that it speaks.
  package var kind: SourceKind
  /// First letters of its write key.
  package var prefix: String
  /// SHA-256 of its write key. Shape: 32 bytes.
  package var hash: [UInt8]
  /// Limits of its own as JSON; `nil` = those of everybody.
  package var limits: String?
  /// Mapping of a webhook's bodies as JSON.
  package var mapping: String?
  /// When it was made.
  package var created: Stamp
  /// Since when its events are refused; `nil` = they are accepted.
  package var disabled: Stamp?

  /// Describes a source.
  package init(
    id: UInt32, name: String, kind: SourceKind, prefix: String, hash: [UInt8],
    limits: String? = nil, mapping: String? = nil, created: Stamp, disabled: Stamp? = nil
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.prefix = prefix
    self.hash = hash
    self.limits = limits
    self.mapping = mapping
    self.created = created
    self.disabled = disabled
  }
}
