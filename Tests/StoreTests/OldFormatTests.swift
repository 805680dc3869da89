import Foundation
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

/// Data directories of old versions stay readable. `Tests/Compat/v1/starling.db` was written by the
/// first version of the format, with STARLING_WRITE_FIXTURE naming its folder; it never changes.
@Suite struct OldFormatTests {
  private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Compat/v1/starling.db").path

  /// What is in the fixture.
  private static func fill(_ store: Store) throws {
    for part in 0..<20 {
      _ = try store.commit(
        StoreCommit(
          events: [
            StoreFixture.batch(
              StoreFixture.events(3, from: part * 3), source: 2, isHistorical: part == 7)
          ],
          rejected: [StoreFixture.refused(part)],
          changes: StoreFixture.changes(2, from: part * 2),
          progress: StoreProgress(appliedSequence: Int64(part), clock: "2026-03-02")))
      if part == 16 { try store.mergeSmallChunks() }
    }
    _ = try store.addDefinitionVersion(
      at: "2026-03-02", author: "key web", text: "segments: {}", summary: "first")
    _ = try store.addSource(
      StoredSource(
        name: "web", kind: "segment", keyPrefix: "wk_1", keyHash: [9], settings: "{}",
        createdAt: "2026-03-02"))
  }

  @Test func `reads a data directory of version 1`() throws {
    if let folder = ProcessInfo.processInfo.environment["STARLING_WRITE_FIXTURE"] {
      let scratch = try ScratchFolder()
      let store = try Store(directory: scratch.path("data"))
      try Self.fill(store)
      try store.backup(to: folder)
      return
    }
    let folder = try ScratchFolder()
    try DirectoryFiles.make(folder.path("data"))
    try FileManager.default.copyItem(atPath: Self.fixture, toPath: folder.path("data/starling.db"))
    let store = try Store(directory: folder.path("data"))
    let found = try store.everything()
    #expect((0..<60).map { found.events[Int64($0)] } == StoreFixture.events(60))
    let changes = try store.changes(after: 0, limit: 100).changes
    #expect(changes.map(\.person) == StoreFixture.changes(40).map(\.person))
    #expect(try store.quarantined(limit: 100).count == 20)
    #expect(try store.progress() == StoreProgress(appliedSequence: 19, clock: "2026-03-02"))
    #expect(try store.latestDefinitions()?.text == "segments: {}")
    #expect(try store.sources().map(\.name) == ["web"])
    #expect(try store.verify().isSound)
    let again = StoreFixture.batch(StoreFixture.events(60))
    #expect(try store.messageIDs.known(in: again.events).count == 60)
  }
}
