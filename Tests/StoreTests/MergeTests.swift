import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct MergeTests {
  @Test func `makes one chunk of many and changes nothing else`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    for number in 0..<100 {
      _ = try store.commit(
        StoreCommit(
          events: [
            StoreFixture.batch(StoreFixture.events(1, from: number), source: UInt32(number))
          ],
          changes: StoreFixture.changes(1, from: number)))
    }
    let before = try store.everything()
    let changes = try store.changes(after: 0, limit: 1_000).changes
    #expect(try store.mergeSmallChunks() == 198)
    #expect(try store.rawChunks(from: 0).map(\.count) == [100])
    #expect(try store.everything().events == before.events)
    #expect(try store.changes(after: 0, limit: 1_000).changes == changes)
    #expect(try store.changes(after: 50, limit: 2).changes.map(\.position) == [51, 52])
    var sources: [UInt32] = []
    try store.readEvents(from: 42) { reading in
      if case .events(let stored) = reading { sources += stored.map(\.batch.source) }
    }
    #expect(sources == Array(42..<100))
    #expect(try store.mergeSmallChunks() == 0)
    #expect(try store.verify().isSound)
  }

  @Test func `stops at the largest size`() throws {
    let folder = try ScratchFolder()
    var options = StoreOptions()
    options.mergedEventsMax = 64
    let store = try Store(directory: folder.path("data"), options: options)
    for number in 0..<100 {
      _ = try store.commit(
        StoreCommit(events: [StoreFixture.batch(StoreFixture.events(3, from: number * 3))]))
    }
    try store.mergeSmallChunks()
    #expect(try store.rawChunks(from: 0).allSatisfy { $0.count <= 64 })
    #expect(try store.everything().events.count == 300)
  }

  @Test func `cuts a large commit into chunks`() throws {
    let folder = try ScratchFolder()
    var options = StoreOptions()
    options.chunkBytes = 1_000
    let store = try Store(directory: folder.path("data"), options: options)
    let batches = (0..<30).map { StoreFixture.batch(StoreFixture.events(10, from: $0 * 10)) }
    #expect(try store.commit(StoreCommit(events: batches)).sequences == 0..<300)
    #expect(try store.rawChunks(from: 0).count > 5)
    let found = try store.everything(from: 155)
    #expect(found.events.keys.sorted() == Array(155..<300))
  }
}
