import Foundation
import StarlingColumns
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingStore

/// Figures for docs/reference/storage.md, printed when STARLING_MEASURE is set.
@Suite(.serialized) struct StoreMeasurements {
  private static let isWanted = ProcessInfo.processInfo.environment["STARLING_MEASURE"] != nil

  private static func seconds(_ body: () throws -> Void) rethrows -> Double {
    let took = try ContinuousClock().measure(body)
    return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
  }

  /// Time that this thread had a processor: what others do on the machine does not count.
  private static func processorSeconds(_ body: () throws -> Void) rethrows -> Double {
    var (before, after) = (timespec(), timespec())
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before)
    try body()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after)
    return Double(after.tv_sec - before.tv_sec) + Double(after.tv_nsec - before.tv_nsec) / 1e9
  }

  @Test func `encoding and decoding`() throws {
    guard Self.isWanted else { return }
    var random = SeededGenerator(seed: 1)
    for (size, sections) in [(1, 1), (1, 80), (100, 1), (100, 60)] {
      for level: Int32 in [1, 3] {
        let batches = (0..<sections).map { _ in
          AcceptedBatch(onTime: StoreFixture.shopEvents(size, using: &random))
        }
        let rounds = max(1, 20_000 / (size * sections))
        var writer = StoreWriter(nextSequence: 0, nextPosition: 1, level: level)
        var chunks: [StoreWriter.Chunk] = []
        let encoding = try Self.processorSeconds {
          for _ in 0..<rounds { chunks = try writer.eventChunks(batches, bytesMax: 4 << 20) }
        }
        let raw = chunks.map { RawChunk(firstSequence: $0.first, count: $0.count, bytes: $0.bytes) }
        var decoder = EventSectionDecoder()
        let decoding = try Self.processorSeconds {
          for _ in 0..<rounds { for chunk in raw { _ = try chunk.batches(with: &decoder) } }
        }
        let events = Double(size * sections)
        let perEvent = 1e9 / Double(rounds) / events
        print(
          "\(sections) sections of \(size), level \(level):",
          "\(Double(raw.reduce(0) { $0 + $1.byteCount }) / events) bytes/event,",
          "encode \(Int(encoding * perEvent)) ns/event, decode \(Int(decoding * perEvent)) ns/event"
        )
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
      let batches = (0..<4).map { _ in StoreFixture.shopEvents(size, using: &random) }
      let commits = size == 6_000 ? 40 : 1_000
      let took = try Self.seconds {
        for number in 0..<commits {
          _ = try store.commit(
            StoreCommit(
              events: [AcceptedBatch(onTime: batches[number % 4])],
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
    let tail = [UInt8](repeating: 7, count: 28)
    let parts = 1_000
    for part in 0..<parts {
      var batch = EventBatch()
      let name = batch.names.intern("a")
      let person = batch.identifiers.intern("p")
      for _ in 0..<5_000 {
        var word = random.next()
        // As long as a UUID; the tests are not optimised, so nothing is spelled in digits.
        let id = withUnsafeBytes(of: &word) { Array($0) } + tail
        batch.append(kind: .track, stamp: 0, name: name, person: person, messageID: id.span)
      }
      let took = try Self.processorSeconds {
        let known = try index.known(in: batch)
        #expect(known.isEmpty)
        index.settle(committedThrough: Int64(part + 1) * 5_000)
      }
      asking += took
      if part >= parts - 100 { last += took }
      compacting += try Self.processorSeconds { if index.isCompactionDue { try index.compact() } }
    }
    let size = index.size
    print(
      "\(size.count) ids: \(Int(asking * 1e9 / Double(size.count))) ns/id on average,",
      "\(Int(last * 2_000)) ns/id at the end,",
      "compaction \(Int(compacting * 1e9 / Double(size.count))) ns/id,",
      "\(size.residentBytes) bytes resident"
    )
  }

  @Test func `snapshots`() throws {
    guard Self.isWanted else { return }
    let folder = try ScratchFolder()
    let store = try Store(directory: folder.path("data"))
    let words = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: 50 << 20)
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
