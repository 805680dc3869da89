import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

@Suite struct ChunkTests {
  static func chunk(_ batches: [AcceptedBatch], first: Int64 = 7) throws -> RawChunk {
    var writer = StoreWriter(nextSequence: first, nextPosition: 1, level: 1)
    let made = try writer.eventChunks(batches, bytesMax: 1 << 20)
    #expect(made.count == 1)
    return RawChunk(firstSequence: made[0].first, count: made[0].count, bytes: made[0].bytes)
  }

  static func decoded(_ chunk: RawChunk) throws -> [AcceptedBatch] {
    var decoder = EventSectionDecoder()
    return try chunk.batches(with: &decoder)
  }

  static let strange: [Event] = [
    .track("", "", at: Stamp(milliseconds: 0)),
    .track("naïve 😀", "p\u{1F}q", at: Stamp(milliseconds: .min), id: "x"),
    .identify("ann", at: Stamp(milliseconds: .max), ["n": 1e308], anonymous: "a-1", id: "y"),
    .alias("ann", previous: "bob", at: Stamp(milliseconds: -1)),
    .group("ann", at: Stamp(milliseconds: 1)),
    .page(
      "home", "ann", at: "2026-03-02",
      [
        "a": 0.1, "b": 0.30000000000000004, "c": -5, "d": 9_007_199_254_740_993,
        "e": -12.34, "f": 1e-300, "g": true, "h": false, "i": [1, "x", true, 0.07], "j": [],
        "k": "", "context.l": ["", ""],
      ], id: "0b9f3a52-7d6c-4e18-9a3f-1c2d3e4f5a6b"),
    .screen(
      "cart", "ann", at: "2026-03-02", ["a": 0.1, "g": false],
      id: "0B9F3A52-7d6c-4e18-9a3f-1c2d3e4f5a6b"),
  ]

  @Test func `gives back strange events exactly`() throws {
    let batches = [
      StoreFixture.batch(Self.strange, source: .max, at: Stamp(milliseconds: .min)),
      StoreFixture.batch(Self.strange.reversed(), source: 0, isHistorical: true),
    ]
    let found = try Self.decoded(try Self.chunk(batches))
    #expect(found.count == 2)
    for (left, right) in zip(found, batches) {
      #expect(left.events.events == right.events.events)
      #expect(left.sentStamps == right.sentStamps)
      #expect(left.receivedAt == right.receivedAt)
      #expect(left.source == right.source)
      #expect(left.isHistorical == right.isHistorical)
      #expect(left.known.isEmpty)
    }
  }

  @Test(arguments: 0..<20)
  func `gives back random batches without the known rows`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var batches: [AcceptedBatch] = []
    var expected: [Event] = []
    for _ in 0..<random.number(1...5) {
      var batch = AcceptedBatch(
        onTime: StoreFixture.shopEvents(random.number(1...40), using: &random))
      batch.known = (0..<batch.events.count).filter { _ in random.chance(20) }
      expected += batch.events.events.enumerated()
        .filter { !batch.known.contains($0.offset) }.map(\.element)
      batches.append(batch)
    }
    if expected.isEmpty { return }
    let chunk = try Self.chunk(batches)
    #expect(try Self.decoded(chunk).flatMap(\.events.events) == expected)
    let ids = try chunk.messageIDs()
    #expect(
      (0..<ids.count).map { String(decoding: ids.id($0), as: UTF8.self) }
        == expected.map(\.messageID))
  }

  @Test func `detects every flipped bit`() throws {
    let chunk = try Self.chunk([StoreFixture.batch(StoreFixture.events(3) + Self.strange)])
    for place in chunk.bytes.indices {
      for bit in 0..<8 {
        var bytes = chunk.bytes
        bytes[place] ^= 1 << bit
        let bad = RawChunk(firstSequence: 7, count: chunk.count, bytes: bytes)
        #expect(throws: ChunkProblem.self) { try Self.decoded(bad) }
      }
    }
  }

  @Test func `detects chunks that were cut or exchanged`() throws {
    let chunk = try Self.chunk([StoreFixture.batch(StoreFixture.events(3))])
    for length in 0..<chunk.bytes.count {
      let cut = RawChunk(firstSequence: 7, count: 3, bytes: Array(chunk.bytes[..<length]))
      #expect(throws: ChunkProblem.self) { try Self.decoded(cut) }
    }
    for (first, count) in [(Int64(8), 3), (7, 2)] {
      let wrong = RawChunk(firstSequence: first, count: count, bytes: chunk.bytes)
      #expect(throws: ChunkProblem.self) { try Self.decoded(wrong) }
    }
  }

  /// Behind the checksum: what somebody could write on purpose.
  @Test(arguments: 0..<200)
  func `answers hostile columns with a problem or with batches`(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let chunk = try Self.chunk([
      StoreFixture.batch(Self.strange), StoreFixture.batch(StoreFixture.events(5)),
    ])
    let plain = try chunk.plain()
    for _ in 0..<100 {
      var bytes = plain
      for _ in 0..<random.number(1...3) {
        let place = random.number(0...(bytes.count - 1))
        switch random.number(0...3) {
        case 0: bytes[place] = UInt8(random.number(0...255))
        case 1: bytes[place] ^= 1 << random.number(0...7)
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8(random.number(0...255)), at: place)
        }
      }
      var decoder = EventSectionDecoder()
      _ = try? decoder.batches(bytes, count: chunk.count)
      _ = try? EventSectionDecoder.messageIDs(bytes, count: chunk.count)
      // A decoder that met damage reads the next chunk as if nothing had been.
      #expect(try decoder.batches(plain, count: chunk.count).count == 2)
    }
  }

  @Test func `answers hostile changes with a problem or with changes`() throws {
    var random = SeededGenerator(seed: 5)
    var columns = ColumnWriter()
    ChangeColumns.put(StoreFixture.changes(30), into: &columns)
    let plain = columns.array()
    for _ in 0..<5_000 {
      var bytes = plain
      bytes[random.number(0...(bytes.count - 1))] = UInt8(random.number(0...255))
      _ = try? ChangeColumns.read(bytes, first: 1, count: 30)
    }
  }

  @Test func `reads numbers at the ends of their range`() throws {
    for number in [Int64.min, -1, 0, 1, 63, 64, .max] {
      var writer = ColumnWriter()
      writer.put(zigzag: number)
      var reader = ColumnReader(writer.array())
      #expect(try reader.zigzag() == number)
      #expect(reader.isAtEnd)
    }
    var long = ColumnReader([UInt8](repeating: 255, count: 11))
    #expect(throws: ChunkProblem.self) { try long.varint() }
    var beyond = ColumnReader([UInt8](repeating: 255, count: 9) + [2])
    #expect(throws: ChunkProblem.self) { try beyond.varint() }
  }
}

extension AcceptedBatch {
  /// A batch of devices whose clocks are right.
  init(onTime events: EventBatch) {
    self.init(
      events: events, sentStamps: events.stamps, receivedAt: "2026-03-02", source: 3)
  }
}
