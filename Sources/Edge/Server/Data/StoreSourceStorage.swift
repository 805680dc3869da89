import StarlingStore

/// Sources in the data directory.
package struct StoreSourceStorage: SourceStorage {
  private let access: StoreAccess

  /// The sources of a store.
  package init(_ access: StoreAccess) {
    self.access = access
  }

  /// All sources, disabled ones included, by number.
  package func sources() async throws -> [SourceRecord] {
    try await access.run { try $0.sources().map(SourceRecord.init) }
  }

  /// Keeps a source under the next number.
  package func addSource(_ record: SourceRecord) async throws -> SourceRecord {
    try await access.run { try SourceRecord(try $0.addSource(StoredSource(record))) }
  }

  /// Replaces the source with the record's number.
  package func replaceSource(_ record: SourceRecord) async throws {
    try await access.run { try $0.updateSource(StoredSource(record)) }
  }
}

extension SourceRecord {
  /// A source as the store has it.
  ///
  /// - Throws: `damaged` when a later version, or nobody of us, wrote what it says.
  fileprivate init(_ stored: StoredSource) throws(StoreError) {
    guard let kind = SourceKind(rawValue: stored.kind),
      let settings = SourceSettings(reading: stored.settings)
    else {
      throw StoreError(
        .damaged, place: "source \(stored.id)",
        "its kind \"\(stored.kind.prefix(40))\" or its settings are not known to this version;"
          + " use the one that wrote them")
    }
    self.init(
      id: stored.id, name: stored.name, kind: kind, prefix: stored.keyPrefix,
      hash: stored.keyHash, limits: settings.limits, mapping: settings.mapping,
      created: stored.createdAt, disabled: stored.disabledAt)
  }
}

extension StoredSource {
  fileprivate init(_ record: SourceRecord) {
    let settings = SourceSettings(limits: record.limits, mapping: record.mapping)
    self.init(
      id: record.id, name: record.name, kind: record.kind.rawValue, keyPrefix: record.prefix,
      keyHash: record.hash, settings: settings.text, createdAt: record.created,
      disabledAt: record.disabled)
  }
}
