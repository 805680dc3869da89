import StarlingModel

/// Makes and changes sources. `changed` tells whoever looks up write keys to read them anew.
package struct SourceDesk: Sendable {
  /// Unit: letters of a source's name.
  package static let nameLengthMax = 100
  /// Sources that there may be.
  package static let sourcesMax = 10_000

  private let storage: any SourceStorage
  private let changed: @Sendable () async -> Void

  /// A desk over a storage.
  package init(_ storage: any SourceStorage, changed: @escaping @Sendable () async -> Void = {}) {
    self.storage = storage
    self.changed = changed
  }

  /// All sources, by number.
  package func list() async throws -> [SourceRecord] { try await storage.sources() }

  /// Makes a source with a write key of its own, which is shown once.
  package func create(
    name: String, kind: SourceKind, limits: String? = nil, mapping: String? = nil, now: Stamp
  ) async throws -> (record: SourceRecord, secret: String) {
    let count = try await storage.sources().count
    guard count < Self.sourcesMax else {
      throw Problem(.conflict, "there are \(count) sources already, which is the most")
    }
    let token = SecretToken.random(.write)
    let record = try await storage.addSource(
      SourceRecord(
        id: 0, name: name, kind: kind, prefix: token.prefix, hash: SecretToken.hash(token.text),
        limits: limits, mapping: mapping, created: now))
    await changed()
    return (record, token.text)
  }

  /// Gives a source another name or limits, or refuses its events from now on, or accepts them
  /// again. What is `nil` stays.
  package func change(
    _ id: UInt32, name: String?, isDisabled: Bool?, limits: String? = nil, now: Stamp
  ) async throws -> SourceRecord {
    var record = try await record(id)
    if let name { record.name = name }
    if let limits { record.limits = limits }
    if let isDisabled { record.disabled = isDisabled ? record.disabled ?? now : nil }
    try await storage.replaceSource(record)
    await changed()
    return record
  }

  /// Gives a source a new write key; the old one is invalid at once.
  package func rotate(_ id: UInt32) async throws -> (record: SourceRecord, secret: String) {
    var record = try await record(id)
    let token = SecretToken.random(.write)
    record.prefix = token.prefix
    record.hash = SecretToken.hash(token.text)
    try await storage.replaceSource(record)
    await changed()
    return (record, token.text)
  }

  private func record(_ id: UInt32) async throws -> SourceRecord {
    if let record = try await storage.sources().first(where: { $0.id == id }) { return record }
    throw Problem(.notFound, "there is no source \(id); GET /api/sources lists all")
  }
}
