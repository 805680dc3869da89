import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct MessageIDIndexTests {
  /// - Source: vectors_sip128 of the authors' reference code: key 00 to 0f, message 00, 01, ….
  @Test(arguments: [
    (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
    (15, "5493e99933b0a8117e08ec0f97cfc3d9"), (63, "5150d1772f50834a503e069a973fbd7c"),
  ])
  func `hashes as SipHash-2-4-128 does`(_ length: Int, _ expected: String) throws {
    let key = try #require(SipHash.Key((0..<16).map { UInt8($0) }))
    let message = (0..<length).map { UInt8($0) }
    let hash = SipHash.hash(message.span, key: key)
    let found = [hash.high, hash.low].map { word in
      (0..<8).map { shift in
        let byte = String(UInt8(truncatingIfNeeded: word >> UInt64(shift * 8)), radix: 16)
        return byte.count == 1 ? "0" + byte : byte
      }.joined()
    }.joined()
    #expect(found == expected)
  }

  @Test func `forgets the ids of a commit that failed`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let batch = StoreFixture.batch(StoreFixture.events(4))
    #expect(try store.messageIDs.known(in: batch.events).isEmpty)
    #expect(try store.messageIDs.known(in: batch.events) == [0, 1, 2, 3])
    store.messageIDs.settle(committedThrough: nil)
    #expect(try store.messageIDs.known(in: batch.events).isEmpty)
  }

  @Test func `takes events without an id for new every time`() throws {
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let events = [Event](repeating: .track("a", "b", at: "2026-03-02"), count: 3)
    for _ in 0..<2 {
      let batch = StoreFixture.batch(events)
      #expect(try store.messageIDs.known(in: batch.events).isEmpty)
      _ = try store.commit(StoreCommit(events: [batch]))
    }
    #expect(store.nextSequence == 6)
  }

  /// The twin is a set of all ids that were committed.
  @Test(arguments: 0..<12)
  func `knows what a set knows, through restarts, failures and lost files`(
    _ seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let folder = try ScratchFolder()
    let directory = folder.path("data")
    var options = StoreOptions()
    options.recentIDsMax = 40
    var store = try Store(directory: directory, options: options)
    var twin: Set<String> = []
    for round in 0..<120 {
      var batch = StoreFixture.batch(
        (0..<random.number(1...30)).map { _ in
          let number = random.number(0...3_000)
          return .track("a", "p", at: "2026-03-02", id: number == 0 ? "" : "id-\(number)")
        })
      let known = try store.messageIDs.known(in: batch.events)
      var offered = twin
      let expected = batch.events.events.enumerated().filter { entry in
        let id = entry.element.messageID
        return !id.isEmpty && !offered.insert(id).inserted
      }.map(\.offset)
      #expect(known == expected, "seed \(seed), round \(round)")
      if random.chance(10) {
        store.messageIDs.settle(committedThrough: nil)
        continue
      }
      batch.known = known
      _ = try store.commit(StoreCommit(events: [batch]))
      twin = offered
      if random.chance(20) { try store.messageIDs.compact() }
      if random.chance(10) { try store.mergeSmallChunks() }
      if random.chance(8) {
        try store.close()
        try Self.harm(directory + "/ids", &random)
        store = try Store(directory: directory, options: options)
      }
    }
    #expect(store.messageIDs.damages.isEmpty)
    #expect(store.messageIDs.size.count == twin.count, "seed \(seed)")
  }

  /// Removes or damages a run file now and then.
  private static func harm(_ directory: String, _ random: inout SeededGenerator) throws {
    let names = try DirectoryFiles.names(in: directory)
    if names.isEmpty || random.chance(50) { return }
    let path = directory + "/" + random.pick(names)
    if random.chance(50) {
      try DirectoryFiles.remove(path)
    } else {
      let file = try OpenFile(path, for: .appending)
      let place = random.number(0...(try file.byteCount() - 1))
      let byte = try file.read(1, at: place)[0]
      try file.write([byte ^ 1 << UInt8(random.number(0...7))].span, at: place)
    }
  }

  @Test func `makes a run anew whose block was damaged while it is in use`() throws {
    let folder = try ScratchFolder()
    var options = StoreOptions()
    options.recentIDsMax = 100
    let store = try Store(directory: folder.path("data"), options: options)
    for part in 0..<5 {
      let batch = StoreFixture.batch(StoreFixture.events(100, from: part * 100))
      #expect(try store.messageIDs.known(in: batch.events).isEmpty)
      _ = try store.commit(StoreCommit(events: [batch]))
      try store.messageIDs.compact()
    }
    for name in try DirectoryFiles.names(in: folder.path("data/ids")) {
      let file = try OpenFile(folder.path("data/ids/" + name), for: .appending)
      try file.write([0xAA, 0x55].span, at: 4096 + 77)
    }
    let all = StoreFixture.batch(StoreFixture.events(500))
    #expect(try store.messageIDs.known(in: all.events) == Array(0..<500))
  }

  @Test(arguments: [false, true])
  func `makes a run anew whose damaged block is found while runs are merged`(
    _ isReopened: Bool
  ) throws {
    let folder = try ScratchFolder()
    var options = StoreOptions()
    options.recentIDsMax = 100
    var store = try Store(directory: folder.path("data"), options: options)
    for part in 0..<7 {
      let batch = StoreFixture.batch(StoreFixture.events(100, from: part * 100))
      #expect(try store.messageIDs.known(in: batch.events).isEmpty)
      _ = try store.commit(StoreCommit(events: [batch]))
      // Three runs; what comes then waits to be written.
      if part < 3 { try store.messageIDs.compact() }
    }
    let names = try DirectoryFiles.names(in: folder.path("data/ids"))
    #expect(names.count == 3)
    let file = try OpenFile(folder.path("data/ids/" + names[1]), for: .appending)
    try file.write([0xAA, 0x55].span, at: 4096 + 77)
    if isReopened {
      try store.close()
      store = try Store(directory: folder.path("data"), options: options)
    } else {
      try store.messageIDs.compact()
    }
    let all = StoreFixture.batch(StoreFixture.events(700))
    #expect(try store.messageIDs.known(in: all.events) == Array(0..<700))
    #expect(try DirectoryFiles.names(in: folder.path("data/ids")).count < 7)
  }

  @Test func `merges runs geometrically`() throws {
    let folder = try ScratchFolder()
    var options = StoreOptions()
    options.recentIDsMax = 50
    let store = try Store(directory: folder.path("data"), options: options)
    for part in 0..<64 {
      let batch = StoreFixture.batch(StoreFixture.events(50, from: part * 50))
      #expect(try store.messageIDs.known(in: batch.events).isEmpty)
      _ = try store.commit(StoreCommit(events: [batch]))
      if store.messageIDs.isCompactionDue { try store.messageIDs.compact() }
    }
    #expect(try DirectoryFiles.names(in: folder.path("data/ids")).count <= 9)
    #expect(store.messageIDs.size.count == 3_200)
  }
}
