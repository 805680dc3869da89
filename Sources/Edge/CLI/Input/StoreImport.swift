import StarlingCollect
import StarlingColumns
import StarlingServer
import StarlingStore

/// Puts history into the data directory of a server that does not run: the server brings its
/// segments up to it when it starts next.
///
/// One chunk of some 4,000 events is one commit, so an import that is interrupted may be run again:
/// what is there already counts as duplicate, as far as it has message ids.
struct StoreImport {
  private let store: Store
  private let source: UInt32

  /// An import into a store.
  ///
  /// - Parameter name: Name of the source that the events are said to come from; it is made when it
  ///   is not there.
  init(_ store: Store, source name: String) throws {
    self.store = store
    let storage = StoreSourceStorage(StoreAccess(store))
    source = try AsyncRun.wait {
      if let record = try await storage.sources().first(where: { $0.name == name }) {
        return record.id
      }
      // Nobody is shown its key; `POST /api/sources/{source}/key` makes one that is.
      let made = try await SourceDesk(storage).create(
        name: name, kind: .segment, now: WallClock.now())
      return made.record.id
    }
  }

  /// Commits a chunk.
  ///
  /// - Returns: Number of events that were new.
  func commit(_ chunk: ParsedChunk) throws -> Int {
    let now = WallClock.now()
    var batch = AcceptedBatch(
      events: chunk.batch, sentStamps: chunk.batch.stamps, receivedAt: now, source: source,
      isHistorical: true)
    batch.known = try store.messageIDs.known(in: chunk.batch)
    let rejected = chunk.rejections.map {
      QuarantinedItem(
        source: source, receivedAt: now, reason: $0.reason.rawValue,
        detail: "\($0.file):\($0.line): \($0.detail)", raw: $0.raw)
    }
    _ = try store.commit(StoreCommit(events: [batch], rejected: rejected))
    return batch.newCount
  }

  /// Tidies up behind many small commits.
  func finish() throws {
    if store.messageIDs.isCompactionDue { try store.messageIDs.compact() }
    try store.close()
  }
}
