import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct SnapshotTests {
  static func store(_ folder: ScratchFolder, events: Int = 100) throws -> Store {
    let store = try Store(directory: folder.path("data"))
    _ = try store.commit(StoreCommit(events: [StoreFixture.batch(StoreFixture.events(events))]))
    return store
  }

  static func write(_ store: Store, _ sequence: Int64, seed: UInt64) throws -> [UInt64] {
    var random = SeededGenerator(seed: seed)
    let words = (0..<400_000).map { _ in random.next() }
    var writer = try store.snapshotWriter(sequence: sequence)
    try writer.section("words", words.span)
    try writer.begin("bytes")
    for part in 0..<10 { try writer.write([UInt8(part), 1, 2].span) }
    try writer.section("none", [UInt32]().span)
    try writer.finish()
    return words
  }

  @Test func `gives back what was written`() throws {
    let folder = try ScratchFolder()
    let store = try Self.store(folder)
    let words = try Self.write(store, 50, seed: 1)
    let found = try store.snapshots()
    #expect(found.problems.isEmpty)
    let reader = try #require(found.readers.first)
    #expect(reader.sequence == 50)
    #expect(reader.sections.map(\.name) == ["words", "bytes", "none"])
    #expect(try reader.array("words", of: UInt64.self) == words)
    #expect(try reader.array("bytes", of: UInt8.self) == (0..<10).flatMap { [UInt8($0), 1, 2] })
    #expect(try reader.array("none", of: UInt32.self).isEmpty)
    var streamed = 0
    try reader.stream("words") { (part) throws(StoreError) in streamed += part.count }
    #expect(streamed == words.count * 8)
    #expect(throws: StoreError.self) { try reader.array("other", of: UInt8.self) }
  }

  @Test func `keeps the newest two and ignores one that was not finished`() throws {
    let folder = try ScratchFolder()
    let store = try Self.store(folder)
    for sequence in [10, 20, 30] { _ = try Self.write(store, Int64(sequence), seed: 2) }
    var open = try store.snapshotWriter(sequence: 40)
    try open.section("words", [UInt64](repeating: 1, count: 1_000).span)
    #expect(try store.snapshots().readers.map(\.sequence) == [30, 20])
  }

  @Test func `passes over one that reaches beyond the log`() throws {
    let folder = try ScratchFolder()
    let store = try Self.store(folder)
    _ = try Self.write(store, 101, seed: 2)
    let found = try store.snapshots()
    #expect(found.readers.isEmpty)
    #expect(found.problems.count == 1)
  }

  @Test(arguments: 0..<40)
  func `finds every flipped bit`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let folder = try ScratchFolder()
    let store = try Self.store(folder)
    _ = try Self.write(store, 50, seed: 3)
    let file = try OpenFile(folder.path("data/snapshots/50.snapshot"), for: .appending)
    let length = try file.byteCount()
    // Half of them in the head, the directory and the tail.
    let place =
      seed % 2 == 0
      ? random.number(0...(length - 1))
      : random.pick([random.number(0...15), length - 1 - random.number(0...60)])
    let byte = try file.read(1, at: place)[0]
    try file.write([byte ^ 1 << UInt8(random.number(0...7))].span, at: place)
    let found = try store.snapshots()
    if let reader = found.readers.first {
      let error = #expect(throws: StoreError.self, "byte \(place)") { try reader.verify() }
      #expect(error?.code == .damaged)
    } else {
      #expect(found.problems.first?.code == .damaged)
    }
  }
}
