import GRDB
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct DamageTests {
  /// A store of ten chunks of events and of changes.
  static func store(_ directory: String) throws -> Store {
    let store = try Store(directory: directory)
    for part in 0..<10 {
      _ = try store.commit(
        StoreCommit(
          events: [StoreFixture.batch(StoreFixture.events(20, from: part * 20))],
          changes: StoreFixture.changes(5, from: part * 5)))
    }
    return store
  }

  /// Flips a bit of a blob.
  static func flip(
    _ store: Store, _ table: String, _ key: String, _ number: Int64, at place: Int
  ) throws {
    try store.database.write("flip a bit") { database in
      let found = try Blob.fetchOne(
        database, sql: "SELECT bytes FROM \(table) WHERE \(key) = ?", arguments: [number])
      var bytes = try #require(found).bytes
      bytes[place % bytes.count] ^= 4
      try database.run("UPDATE \(table) SET bytes = ? WHERE \(key) = ?", [Blob(bytes), number])
    }
  }

  @Test func `names a damaged chunk and reads the rest`() throws {
    let folder = try ScratchFolder()
    let store = try Self.store(folder.path("data"))
    try Self.flip(store, "chunks", "first_sequence", 60, at: 100)
    let found = try store.everything()
    #expect(found.damages.map(\.numbers) == [60..<80])
    #expect(found.events.count == 180)
    #expect(found.events[60] == nil && found.events[80] != nil)
    #expect("\(found.damages[0])".contains("60 to 79"))
    #expect(throws: StoreError.self) { try store.messageIDs(of: [65]) }
    #expect(try store.messageIDs(of: [85]).count == 1)
  }

  @Test func `goes on with changes behind a damaged chunk`() throws {
    let folder = try ScratchFolder()
    let store = try Self.store(folder.path("data"))
    try Self.flip(store, "change_chunks", "first_position", 11, at: 40)
    let page = try store.changes(after: 3, limit: 12)
    #expect(page.damages.map(\.numbers) == [11..<16])
    #expect(page.changes.map(\.position) == Array(4...10) + Array(16...20))
    #expect(try store.changes(before: 18, limit: 3).changes.map(\.position) == [17, 16, 10])
  }

  @Test func `reports all damage to the doctor`() throws {
    let folder = try ScratchFolder()
    let store = try Self.store(folder.path("data"))
    #expect(try store.verify().isSound)
    try Self.flip(store, "chunks", "first_sequence", 0, at: 7)
    try Self.flip(store, "change_chunks", "first_position", 46, at: 7)
    try store.database.write("lose a chunk") { database in
      try database.run("DELETE FROM chunks WHERE first_sequence = 100")
      try database.run("DELETE FROM change_chunks WHERE first_position = 21")
    }
    let found = try store.verify()
    #expect(found.damages.map(\.numbers) == [0..<20, 46..<51])
    #expect(found.missingEvents == [100..<120])
    #expect(found.missingChanges == [21..<26])
    #expect(found.eventCount == 160)
    #expect(found.changeCount == 40)
    #expect(found.databaseProblems.isEmpty)
  }

  @Test func `merges around a damaged chunk and keeps its name`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    for part in 0..<40 {
      _ = try store.commit(
        StoreCommit(events: [StoreFixture.batch(StoreFixture.events(2, from: part * 2))]))
    }
    try Self.flip(store, "chunks", "first_sequence", 20, at: 50)
    try store.mergeSmallChunks()
    let found = try store.everything()
    #expect(found.damages.map(\.numbers) == [20..<22])
    #expect(found.events.count == 78)
  }

  /// Damage of the file itself: SQLite sees some of it, our checksums the rest; nothing traps, and
  /// no event comes back changed.
  @Test(arguments: 0..<60)
  func `survives flipped bits anywhere in the database file`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = try ScratchFolder()
    let store = try Self.store(folder.path("data"))
    try store.close()
    let file = try OpenFile(folder.path("data/starling.db"), for: .appending)
    let place = random.number(0...(try file.byteCount() - 1))
    let byte = try file.read(1, at: place)[0]
    try file.write([byte ^ 1 << UInt8(random.number(0...7))].span, at: place)
    do {
      let again = try Store(directory: folder.path("data"))
      let expected = StoreFixture.events(200)
      for (sequence, event) in try again.everything().events where sequence < 200 {
        #expect(event == expected[Int(sequence)], "seed \(seed), byte \(place)")
      }
      _ = try again.verify()
    } catch let error as StoreError {
      #expect([.damaged, .io, .newerVersion].contains(error.code), "seed \(seed): \(error)")
    }
  }
}
