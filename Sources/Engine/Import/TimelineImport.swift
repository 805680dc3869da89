import Dispatch
import StarlingCollect
import StarlingTimeline
import Synchronization

// The import of files into a timeline:
//
// 1. Threads take chunks of text from a source in turn and parse them, each on its own.
// 2. Parsed chunks are committed in the order of the input, by whichever thread has the next one:
//    duplicates are dropped, bad lines set aside, events staged. The outcome does not depend on the
//    number of threads.
// 3. Who is who is decided when everything has been read; then threads sort the staged tiles.
//
// At most `chunksAhead` chunks a thread are in memory, whatever the speed of the parts.

/// A timeline and what became of the input.
package struct ImportedTimeline: Sendable {
  /// What happened, in order.
  package var timeline: Timeline
  /// What became of the lines.
  package var summary: ImportSummary
}

/// Imports files on several threads.
package struct TimelineImport: Sendable {
  /// Chunks a thread may hold: one in work and a few that wait for their turn.
  private static let chunksAhead = 3
  /// Tiles a thread seals at a time.
  private static let grain = 4

  private let options: ImportOptions
  private let workers: Workers

  /// An import with these options.
  package init(_ options: ImportOptions, workers: Workers = .perCore) {
    self.options = options
    self.workers = workers
  }

  /// Reads all sources into one timeline.
  ///
  /// - Parameter progress: Called after each chunk, by one thread at a time.
  /// - Throws: `CollectError` when a file cannot be read, `ImportError` when a strict import meets
  ///   a bad line.
  package func run(
    _ sources: [ImportSource], progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
  ) throws -> ImportedTimeline {
    let ledger = Mutex(try ImportLedger(options))
    let sizes = sources.map(\.bytesTotal)
    let total = sizes.contains(nil) ? nil : sizes.reduce(0) { $0 + ($1 ?? 0) }
    var bytesBefore = 0
    for source in sources {
      let before = bytesBefore
      bytesBefore += try read(source) { chunk in
        let events = try ledger.withLock { ledger in
          try ledger.add(chunk)
          return ledger.summary.events
        }
        let bytes = before + chunk.consumedBytes
        progress(ImportProgress(bytes: bytes, bytesTotal: total, events: events))
      }
    }
    let count = try ledger.withLock { try $0.prepare() }
    let tiles = try workers.map(
      count, grain: Self.grain, start: { _ in () },
      { _, range in
        try range.map { tile in
          let work = ledger.withLock { $0.take(tile) }
          return try work.seal { sequences in try ledger.withLock { try $0.ids(of: sequences) } }
        }
      })
    return ledger.withLock { $0.finish(tiles.flatMap { $0 }) }
  }

  /// Parses one source and commits its chunks in order; gives the bytes it was made of.
  private func read(
    _ source: ImportSource, commit: @Sendable (ParsedChunk) throws -> Void
  ) throws -> Int {
    let order = ChunkOrder()
    let permits = DispatchSemaphore(value: 0)
    for _ in 0..<workers.count * Self.chunksAhead { permits.signal() }
    let failure = Mutex<(any Error)?>(nil)
    let consumed = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: workers.count) { _ in
      do {
        var parser = try ImportParser(source.format)
        while true {
          permits.wait()
          guard failure.withLock({ $0 == nil }), let chunk = try source.next(),
            let parsed = try parser.parse(chunk)
          else { break }
          guard order.bring(parsed) else { continue }
          while let next = order.take() {
            try commit(next)
            consumed.store(next.consumedBytes, ordering: .relaxed)
            permits.signal()
          }
        }
      } catch {
        failure.withLock { $0 = $0 ?? error }
      }
      // Lets others that wait see the end, each in turn.
      permits.signal()
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return consumed.load(ordering: .relaxed)
  }
}
