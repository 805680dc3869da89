import GRDB
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

@Suite struct CommitTests {
  @Test func `gives back what was committed, after opening again too`() throws {
    let folder = try ScratchFolder()
    let events = StoreFixture.events(25)
    let changes = StoreFixture.changes(9)
    do {
      let store = try Store(directory: folder.path("data"))
      let receipt = try store.commit(
        StoreCommit(
          events: [
            StoreFixture.batch(Array(events[..<10])), StoreFixture.batch(Array(events[10...])),
          ],
          changes: changes,
          progress: StoreProgress(appliedSequence: 25, clock: "2026-03-02")))
      #expect(receipt == StoreReceipt(sequences: 0..<25, positions: 1..<10))
      try store.close()
    }
    let store = try Store(directory: folder.path("data"))
    #expect(store.nextSequence == 25)
    #expect(store.nextPosition == 10)
    #expect(try store.progress() == StoreProgress(appliedSequence: 25, clock: "2026-03-02"))
    let found = try store.everything()
    #expect(found.damages.isEmpty)
    #expect((0..<25).map { found.events[Int64($0)] } == events)
    let page = try store.changes(after: 0, limit: 100)
    #expect(page.changes.map(\.position) == Array(1...9))
    #expect(page.changes.map(\.person) == changes.map(\.person))
  }

  @Test func `leaves out rows whose message ids were there before`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    var batch = StoreFixture.batch(StoreFixture.events(5) + StoreFixture.events(3))
    batch.known = try store.messageIDs.known(in: batch.events)
    #expect(batch.known == [5, 6, 7])
    #expect(try store.commit(StoreCommit(events: [batch])).sequences == 0..<5)
    var again = StoreFixture.batch(StoreFixture.events(7, from: 2))
    again.known = try store.messageIDs.known(in: again.events)
    #expect(again.known == [0, 1, 2])
    #expect(try store.commit(StoreCommit(events: [again])).sequences == 5..<9)
    let found = try store.everything()
    #expect((0..<9).map { found.events[Int64($0)] } == StoreFixture.events(9))
  }

  @Test func `syncs every commit`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let level = try store.database.pool.writeWithoutTransaction { database in
      try Int.fetchOne(database, sql: "PRAGMA synchronous")
    }
    #expect(level == 2)
  }

  @Test func `refuses a second opener and names the first`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let error = #expect(throws: StoreError.self) { try Store(directory: folder.path("data")) }
    #expect(error?.code == .inUse)
    #expect(error?.message.contains("\(getpid())") == true)
    try store.close()
    _ = try Store(directory: folder.path("data"))
  }

  @Test func `refuses a newer version and leaves it as it is`() throws {
    let folder = try ScratchFolder()
    do {
      let store = try Store(directory: folder.path("data"))
      try store.database.write("pretend") { database in
        try database.run("UPDATE meta SET value = 99 WHERE name = 'format'")
      }
      try store.close()
    }
    let error = #expect(throws: StoreError.self) { try Store(directory: folder.path("data")) }
    #expect(error?.code == .newerVersion)
    #expect(error?.message.contains("99") == true)
  }

  @Test func `pages through changes in both directions`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    for part in 0..<10 {
      _ = try store.commit(StoreCommit(changes: StoreFixture.changes(part + 1, from: part * 100)))
    }
    var forward: [Int64] = []
    while true {
      let page = try store.changes(after: forward.last ?? 0, limit: 7)
      if page.changes.isEmpty { break }
      forward += page.changes.map(\.position)
    }
    #expect(forward == Array(1...55))
    var backward: [Int64] = []
    while true {
      let page = try store.changes(before: backward.last ?? .max, limit: 7)
      if page.changes.isEmpty { break }
      backward += page.changes.map(\.position)
    }
    #expect(backward == Array((1...55).reversed()))
  }

  @Test func `finds the message ids of any events`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    for part in 0..<8 {
      _ = try store.commit(
        StoreCommit(events: [StoreFixture.batch(StoreFixture.events(5, from: part * 5))]))
    }
    let wanted: [Int64] = [39, 0, 17, 18, 3, 20]
    #expect(
      try store.messageIDs(of: wanted).map { String(decoding: $0, as: UTF8.self) }
        == wanted.map { "m-\($0)" })
    #expect(throws: StoreError.self) { try store.messageIDs(of: [40]) }
  }
}
