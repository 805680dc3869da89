import Foundation
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

/// Figures for docs/reference/storage.md, printed when STARLING_MEASURE is set; they decide nothing.
@Suite(.serialized) struct StoreMeasurements {
  private static let isWanted = ProcessInfo.processInfo.environment["STARLING_MEASURE"] != nil

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let took = try ContinuousClock().measure(body)
    return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
  }

  @Test func `encoding and decoding`() throws {
    guard Self.isWanted else { return }
    var random = SeededGenerator(seed: 1)
    for (size, sections) in [(1, 1), (1, 80), (100, 1), (100, 60), (3_000, 1)] {
      for level: Int32 in [1, 3] {
        let batches = (0..<sections).map { _ in
          AcceptedBatch(onTime: StoreFixture.shopEvents(size, using: &random))
        }
        let rounds = max(1, 60_000 / (size * sections))
        var writer = StoreWriter(nextSequence: 0, nextPosition: 1, level: level)
        var chunks: [StoreWriter.Chunk] = []
        let encoding = try Self.seconds {
          for _ in 0..<rounds { chunks = try writer.eventChunks(batches, bytesMax: 4 << 20) }
        }
        let raw = chunks.map { RawChunk(firstSequence: $0.first, count: $0.count, bytes: $0.bytes) }
        var decoder = EventSectionDecoder()
        let decoding = try Self.seconds {
          for _ in 0..<rounds { for chunk in raw { _ = try chunk.batches(with: &decoder) } }
        }
        let events = Double(size * sections)
        let perEvent = 1e9 / Double(rounds) / events
        print(
          "\(sections) sections of \(size), level \(level):",
          "\(Double(raw.reduce(0) { $0 + $1.byteCount }) / events) bytes/event,",
          "encode \(Int(encoding * perEvent)) ns/event, decode \(Int(decoding * perEvent)) ns/event")
      }
    }
  }

  @Test func `commits`() throws {
    guard Self.isWanted else { return }
    var random = SeededGenerator(seed: 2)
    let folder = try ScratchFolder()
    let place = ProcessInfo.processInfo.environment["STARLING_MEASURE_DIRECTORY"] ?? folder.path
    for size in [1, 100, 6_000] {
      let directory = place + "/measure-\(size)"
      let store = try Store(directory: directory)
      let batches = (0..<40).map { _ in StoreFixture.shopEvents(size, using: &random) }
      let commits = size == 6_000 ? 40 : 2_000
      let took = try Self.seconds {
        for number in 0..<commits {
          _ = try store.commit(
            StoreCommit(
              events: [AcceptedBatch(onTime: batches[number % 40])],
              progress: StoreProgress(appliedSequence: Int64(number), clock: "2026-03-02")))
        }
      }
      let events = Double(commits * size)
      print(
        "commits of \(size): \(Int(Double(commits) / took)) commits/s,",
        "\(Int(events / took)) events/s")
      let merging = try Self.seconds { try store.mergeSmallChunks() }
      print("  merged in \(merging) s: \(Int(events / merging)) events/s")
      let reading = try Self.seconds {
        try store.readEvents(from: 0) { (_) throws(StoreError) in }
      }
      print("  read back: \(Int(events / reading)) events/s")
      try store.close()
      try FileManager.default.removeItem(atPath: directory)
    }
  }

  @Test func `changes`() throws {
    guard Self.isWanted else { return }
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let changes = StoreFixture.changes(1_000)
    let took = try Self.seconds {
      for _ in 0..<200 { _ = try store.commit(StoreCommit(changes: changes)) }
    }
    print("changes in commits of 1000: \(Int(200_000 / took)) changes/s")
    let reading = try Self.seconds {
      var position: Int64 = 0
      while let last = try store.changes(after: position, limit: 1_000).changes.last {
        position = last.position
      }
    }
    print("  paged by 1000: \(Int(200_000 / reading)) changes/s")
  }

  @Test func `message ids`() throws {
    guard Self.isWanted else { return }
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let index = store.messageIDs
    var compacting = 0.0
    var asking = 0.0
    var last = 0.0
    var random = SeededGenerator(seed: 3)
    for part in 0..<2_000 {
      var batch = EventBatch()
      let name = batch.names.intern("a")
      let person = batch.identifiers.intern("p")
      for _ in 0..<5_000 {
        let (high, low) = (String(random.next(), radix: 16), String(random.next(), radix: 16))
        let id = Array((high + low + "0123456789abcdef0123").utf8.prefix(36))
        batch.append(kind: .track, stamp: 0, name: name, person: person, messageID: id.span)
      }
      let took = try Self.seconds {
        let known = try index.known(in: batch)
        #expect(known.isEmpty)
        index.settle(committedThrough: Int64(part + 1) * 5_000)
      }
      asking += took
      if part >= 1_900 { last += took }
      compacting += try Self.seconds { if index.isCompactionDue { try index.compact() } }
    }
    let size = index.size
    print(
      "\(size.count) ids: \(Int(asking * 100)) ns/id on average,",
      "\(Int(last * 2_000)) ns/id at the end,",
      "compaction \(Int(compacting * 100)) ns/id, \(size.residentBytes) bytes resident")
  }

  @Test func `snapshots`() throws {
    guard Self.isWanted else { return }
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let words = (0..<(50 << 20)).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    let writing = try Self.seconds {
      var writer = try store.snapshotWriter(sequence: 0)
      try writer.section("words", words.span)
      try writer.finish()
    }
    let reader = try #require(try store.snapshots().readers.first)
    let reading = try Self.seconds {
      let found = try reader.array("words", of: UInt64.self)
      #expect(found.count == words.count)
    }
    print("snapshot of 400 MB: written in \(writing) s, read in \(reading) s")
  }
}
