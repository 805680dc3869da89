import StarlingCollect
import Synchronization

/// Finds sources by write key, in memory: all sources are read at the start and again whenever one
/// changes. Keys are looked up by their first letters and compared by hash, in constant time.
package final class StoreSourceLookup: SourceLookup {
  private struct Entry {
    var hash: [UInt8]
    var source: CollectSource
  }

  private let storage: any SourceStorage
  private let entries = Mutex<[String: [Entry]]>([:])

  /// A lookup that knows nobody until it is loaded.
  package init(_ storage: any SourceStorage) {
    self.storage = storage
  }

  /// Reads all sources anew.
  package func load() async throws {
    var found: [String: [Entry]] = [:]
    for record in try await storage.sources() {
      let entry = Entry(hash: record.hash, source: try CollectSource(record))
      found[record.prefix, default: []].append(entry)
    }
    entries.withLock { [found] in $0 = found }
  }

  /// What the bodies of a source's webhooks mean; `nil` for other sources.
  package func mapping(source: UInt32) -> WebhookMapping? {
    entries.withLock { entries in
      entries.values.joined().first { $0.source.id == source }?.source.mapping
    }
  }

  /// The source of a write key; `nil` when no source has it.
  package func source(writeKey: String) async throws -> CollectSource? { known(writeKey: writeKey) }

  /// The same without waiting.
  package func known(writeKey: String) -> CollectSource? {
    guard writeKey.utf8.count == SecretToken.length else { return nil }
    let prefix = String(writeKey.prefix(SecretToken.prefixLength))
    guard let candidates = entries.withLock({ $0[prefix] }) else { return nil }
    let hash = SecretToken.hash(writeKey)
    return candidates.first { SecretToken.areEqual($0.hash, hash) }?.source
  }
}

extension CollectSource {
  /// A source as the routes see it.
  ///
  /// - Throws: A `Problem` when its limits or its mapping cannot be read.
  init(_ record: SourceRecord) throws {
    let limits = try record.limits.map { (text) throws(Problem) in
      try SourceLimits(reading: text)
    }
    let mapping = try record.mapping.map { (text) throws(CollectError) in
      try WebhookMapping(reading: text, place: "the mapping of source \(record.id)")
    }
    self.init(
      id: record.id, protocolName: record.kind.rawValue, isDisabled: record.disabled != nil,
      isStrict: limits?.isStrict ?? false, itemsPerSecondMax: limits?.itemsPerSecond,
      mapping: mapping)
  }
}

extension WebhookMapping {
  /// What is wrong with a mapping, with its place and what was expected; `nil` when it is fine.
  package static func problem(_ text: String) -> String? {
    do throws(CollectError) {
      _ = try WebhookMapping(reading: text, place: "mapping")
      return nil
    } catch { return error.description }
  }
}
