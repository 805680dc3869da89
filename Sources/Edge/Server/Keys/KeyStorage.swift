import StarlingModel

/// Where API keys are kept.
package protocol KeyStorage: Sendable {
  /// All keys, revoked ones included, by number.
  func keys() async throws -> [KeyRecord]
  /// Keeps a new key and gives it its number; the number in `record` is not looked at.
  func addKey(_ record: KeyRecord) async throws -> KeyRecord
  /// Marks a key as revoked; does nothing when it is already.
  func revokeKey(_ id: Int64, at: Stamp) async throws
  /// Notes that a key was used. Called at most once an hour for each key.
  func noteUse(ofKey id: Int64, at: Stamp) async throws
}
