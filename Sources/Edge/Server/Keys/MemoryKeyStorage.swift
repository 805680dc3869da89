import StarlingModel
import Synchronization

/// Keys that live as long as the process: for tests and for trying things out.
package final class MemoryKeyStorage: KeyStorage {
  private let records = Mutex<[KeyRecord]>([])

  /// Starts without keys.
  package init() {}

  /// All keys, by number.
  package func keys() async throws -> [KeyRecord] { records.withLock { $0 } }

  /// Keeps a key under the next number.
  package func addKey(_ record: KeyRecord) async throws -> KeyRecord {
    records.withLock { records in
      var record = record
      record.id = Int64(records.count + 1)
      records.append(record)
      return record
    }
  }

  /// Marks a key as revoked.
  package func revokeKey(_ id: Int64, at: Stamp) async throws {
    change(id) { $0.revoked = $0.revoked ?? at }
  }

  /// Notes when a key was used.
  package func noteUse(ofKey id: Int64, at: Stamp) async throws {
    change(id) { $0.lastUsed = at }
  }

  private func change(_ id: Int64, _ edit: (inout KeyRecord) -> Void) {
    records.withLock { records in
      guard let place = records.firstIndex(where: { $0.id == id }) else { return }
      edit(&records[place])
    }
  }
}
