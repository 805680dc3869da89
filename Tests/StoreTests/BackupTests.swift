import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct BackupTests {
  @Test func `copies everything while commits go on, and gives it back`() async throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    for part in 0..<20 {
      var batch = StoreFixture.batch(StoreFixture.events(50, from: part * 50))
      batch.known = try store.messageIDs.known(in: batch.events)
      _ = try store.commit(
        StoreCommit(events: [batch], changes: StoreFixture.changes(3, from: part * 3)))
    }
    async let writing: Void = {
      for part in 20..<60 {
        _ = try store.commit(
          StoreCommit(events: [StoreFixture.batch(StoreFixture.events(50, from: part * 50))]))
      }
    }()
    try store.backup(to: folder.path("copy"))
    try await writing
    try Store.restore(from: folder.path("copy"), to: folder.path("again"))
    let again = try Store(directory: folder.path("again"))
    let found = try again.everything()
    #expect(found.events.count == Int(again.nextSequence))
    #expect(again.nextSequence >= 1_000)
    #expect(try again.verify().isSound)
    #expect(try again.changes(after: 0, limit: 100).changes.count == 60)
    let known = StoreFixture.batch(StoreFixture.events(1_000))
    #expect(try again.messageIDs.known(in: known.events).count == 1_000)
  }

  @Test func `refuses directories that hold something, and what is no backup`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    #expect(throws: StoreError.self) { try store.backup(to: folder.path("data")) }
    try store.backup(to: folder.path("copy"))
    let conflict = #expect(throws: StoreError.self) {
      try Store.restore(from: folder.path("copy"), to: folder.path("data"))
    }
    #expect(conflict?.code == .conflict)
    let missing = #expect(throws: StoreError.self) {
      try Store.restore(from: folder.path("nothing"), to: folder.path("other"))
    }
    #expect(missing?.code == .missing)
    try folder.write("copy/starling.db", "this is no database, whatever its name says")
    let damaged = #expect(throws: StoreError.self) {
      try Store.restore(from: folder.path("copy"), to: folder.path("third"))
    }
    #expect(damaged?.code == .damaged)
  }

  @Test func `measures the free space`() throws {
    let folder = try ScratchFolder()
    #expect(try DirectoryFiles.freeBytes(at: folder.path) > 0)
    #expect(throws: StoreError.self) { try DirectoryFiles.freeBytes(at: folder.path("nothing")) }
  }
}
