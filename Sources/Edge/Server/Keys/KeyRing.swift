import StarlingModel
import Synchronization

/// The API keys of a running server: read from the storage once, then asked for every request.
package final class KeyRing: Sendable {
  /// Keys that are valid at the same time.
  package static let keysMax = 10_000
  /// Unit: letters of a key's name.
  package static let nameLengthMax = 100

  private let storage: any KeyStorage
  /// All keys by prefix. Two keys may have one prefix, though none ever will.
  private let records = Mutex<[String: [KeyRecord]]>([:])

  /// A ring over a storage; empty until it is loaded.
  package init(_ storage: any KeyStorage) {
    self.storage = storage
  }

  /// Reads all keys anew.
  package func load() async throws {
    let all = Dictionary(grouping: try await storage.keys(), by: \.prefix)
    records.withLock { $0 = all }
  }

  /// All keys, revoked ones included, by number.
  package var list: [KeyRecord] {
    records.withLock { $0.values.flatMap { $0 } }.sorted { $0.id < $1.id }
  }

  /// What a key allows; `nil` when there is no such key or it was revoked.
  package func grant(_ secret: some StringProtocol, now: Stamp) async -> KeyGrant? {
    guard let record = record(of: secret) else { return nil }
    if !isNoted(record, now) { await noteUse(record, now) }
    return KeyGrant(record)
  }

  /// The same without waiting; `nil` too when the use of the key is to be noted.
  func knownGrant(_ secret: some StringProtocol, now: Stamp) -> KeyGrant? {
    guard let record = record(of: secret), isNoted(record, now) else { return nil }
    return KeyGrant(record)
  }

  /// The valid key that a secret belongs to.
  private func record(of secret: some StringProtocol) -> KeyRecord? {
    guard secret.utf8.count == SecretToken.length else { return nil }
    let prefix = String(secret.prefix(SecretToken.prefixLength))
    let candidates = records.withLock { $0[prefix] } ?? []
    if candidates.isEmpty { return nil }
    let hash = SecretToken.hash(secret)
    let record = candidates.first { SecretToken.areEqual($0.hash, hash) }
    return record?.revoked == nil ? record : nil
  }

  private func isNoted(_ record: KeyRecord, _ now: Stamp) -> Bool {
    guard let lastUsed = record.lastUsed else { return false }
    return now.milliseconds - lastUsed.milliseconds < Milliseconds.hour
  }

  /// Makes a key. The caller shows it once and forgets it.
  package func create(name: String, scopes: KeyScopes, now: Stamp) async throws -> NewKey {
    let valid = records.withLock { $0.values.joined().count { $0.revoked == nil } }
    guard valid < Self.keysMax else {
      throw Problem(.conflict, "there are \(valid) valid keys already; revoke some first")
    }
    let token = SecretToken.random(.api)
    let record = try await storage.addKey(
      KeyRecord(
        id: 0, name: name, scopes: scopes, prefix: token.prefix,
        hash: SecretToken.hash(token.text), created: now))
    records.withLock { $0[record.prefix, default: []].append(record) }
    return NewKey(record: record, secret: token.text)
  }

  /// Makes a key invalid at once and for ever.
  ///
  /// - Returns: The key; `nil` when there is no such one.
  package func revoke(_ id: Int64, now: Stamp) async throws -> KeyRecord? {
    guard let record = list.first(where: { $0.id == id }) else { return nil }
    if record.revoked != nil { return record }
    try await storage.revokeKey(id, at: now)
    return change(record) { $0.revoked = now }
  }

  /// Notes the use of a key to the hour. What fails here must not fail the request.
  private func noteUse(_ record: KeyRecord, _ now: Stamp) async {
    _ = change(record) { $0.lastUsed = now }
    try? await storage.noteUse(ofKey: record.id, at: now)
  }

  private func change(_ record: KeyRecord, _ edit: (inout KeyRecord) -> Void) -> KeyRecord? {
    records.withLock { records in
      guard let place = records[record.prefix]?.firstIndex(where: { $0.id == record.id })
      else { return nil }
      edit(&records[record.prefix, default: []][place])
      return records[record.prefix]?[place]
    }
  }
}

extension KeyGrant {
  fileprivate init(_ record: KeyRecord) {
    self.init(id: record.id, name: record.name, prefix: record.prefix, scopes: record.scopes)
  }
}
