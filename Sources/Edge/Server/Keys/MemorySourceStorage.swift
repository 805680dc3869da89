import Synchronization

/// Sources that live as long as the process: for tests and for trying things out.
package final class MemorySourceStorage: SourceStorage {
  private let records = Mutex<[SourceRecord]>([])

  /// Starts without sources.
  package init() {}

  /// All sources, by number.
  package func sources() async throws -> [SourceRecord] { records.withLock { $0 } }

  /// Keeps a source under the next number.
  package func addSource(_ record: SourceRecord) async throws -> SourceRecord {
    records.withLock { records in
      var record = record
      record.id = UInt32(records.count + 1)
      records.append(record)
      return record
    }
  }

  /// Replaces the source with the record's number.
  package func replaceSource(_ record: SourceRecord) async throws {
    records.withLock { records in
      guard let place = records.firstIndex(where: { $0.id == record.id }) else { return }
      records[place] = record
    }
  }
}
