import StarlingColumns
import Synchronization

// Every message id that was ever committed, in memory that stays small:
//
// 1. An id stands for itself as a hash of 128 bits (SipHash).
// 2. The latest ids are a hash table in memory. A full table is frozen and waits to be written.
// 3. `compact` writes frozen tables as sorted run files, and merges four neighbours of one size
//    into one: about 1.3 bytes of memory for each id in runs, and three runs of each size at most.
// 4. Nothing here is the only copy. A run names the events whose ids it holds; what is missing or
//    damaged is made anew from the log, and the newest ids always are when the store is opened.

/// Which message ids were there before: exactly one event counts for each, for ever.
package final class MessageIDIndex: Sendable {
  /// Runs of one size that become one.
  private static let mergeCount = 4
  /// Frozen tables that may wait before the one who asks has to write them.
  private static let frozenMax = 4

  private let directory: String
  private let key: SipHash.Key
  private let recentMax: Int
  private let log: MessageIDLog
  private let state: Mutex<MessageIDState>
  // Held while runs are written: one at a time, and never together with `state`.
  private let compactions = Mutex(0)

  /// Opens the index of a data directory and reads from the log what no run holds.
  init(
    directory: String, key: SipHash.Key, recentMax: Int, log: MessageIDLog
  ) throws(StoreError) {
    self.directory = directory
    self.key = key
    self.recentMax = recentMax
    self.log = log
    let runs = try MessageIDDirectory.open(directory, end: log.end)
    state = Mutex(MessageIDState(runs: runs))
    try fillGaps(runs)
    try readTail(from: runs.last?.sequences.upperBound ?? 0)
  }

  /// Number of different ids, and the memory that holds them. Unit: bytes.
  package var size: (count: Int, residentBytes: Int) {
    state.withLock { ($0.count, $0.residentBytes) }
  }

  /// Chunks of the log whose ids could not be read, so that duplicates of them pass for new.
  package var damages: [ChunkDamage] { state.withLock { $0.damages } }

  /// The rows of a batch whose message ids were there before: in a commit, or in a row asked for
  /// since the last one. Rows without an id are always new.
  ///
  /// The other ids count as there from now on, until `settle` confirms or forgets them.
  ///
  /// - Returns: Row numbers, ascending.
  /// - Complexity: One filter line for each run; 1.3 microseconds an id at 5 million ids.
  package func known(in batch: EventBatch) throws(StoreError) -> [Int] {
    if state.withLock({ $0.frozen.count >= Self.frozenMax }) { try compact() }
    while true {
      do throws(StoreError) {
        return try state.withLock { (state) throws(StoreError) in
          try state.known(in: batch, key: key)
        }
      } catch {
        if error.code != .damaged { throw error }
        try replaceDamagedRun(error)
      }
    }
  }

  /// Says what became of the ids that were asked for since the last call.
  ///
  /// - Parameter sequence: Number behind the last event of the commit that holds them; `nil` when
  ///   it failed, which makes them new again.
  package func settle(committedThrough sequence: Int64?) {
    state.withLock { $0.settle(committedThrough: sequence, recentMax: recentMax) }
  }

  /// Whether `compact` has something to do.
  package var isCompactionDue: Bool {
    state.withLock { !$0.frozen.isEmpty || $0.mergeable(Self.mergeCount, recentMax) != nil }
  }

  /// Writes what waits for it, and merges runs. For a thread in the background; `known` goes on.
  package func compact() throws(StoreError) {
    try compactions.withLock { (count) throws(StoreError) in
      while let oldest = state.withLock({ $0.frozen.first }) {
        let run = try Self.write(oldest.table.sorted(), oldest.sequences, directory)
        state.withLock {
          $0.frozen.removeFirst()
          $0.runs.append(run)
        }
      }
      while let group = state.withLock({ $0.mergeable(Self.mergeCount, recentMax) }) {
        do throws(StoreError) { try merge(group) } catch {
          if error.code != .damaged { throw error }
          try replaceRun(error)
        }
      }
      count += 1
    }
  }

  private func merge(_ group: [MessageIDRun]) throws(StoreError) {
    var cursors: [MessageIDRunCursor] = []
    for run in group { cursors.append(try MessageIDRunCursor(run)) }
    let sequences = group[0].sequences.lowerBound..<group[group.count - 1].sequences.upperBound
    var writer = try MessageIDRunWriter(
      directory: directory, sequences: sequences,
      expecting: group.reduce(0) { $0 + $1.count })
    while true {
      var least = -1
      for index in cursors.indices {
        guard let hash = cursors[index].current else { continue }
        if least < 0 || cursors[least].current.map({ hash < $0 }) == true { least = index }
      }
      guard least >= 0, let hash = cursors[least].current else { break }
      try writer.append(hash)
      try cursors[least].advance()
    }
    let merged = try writer.finish()
    state.withLock { $0.replace(group, with: [merged]) }
    for run in group { try DirectoryFiles.remove(run.path) }
  }

  private static func write(
    _ sorted: [MessageIDHash], _ sequences: Range<Int64>, _ directory: String
  ) throws(StoreError) -> MessageIDRun {
    var writer = try MessageIDRunWriter(
      directory: directory, sequences: sequences, expecting: sorted.count)
    for hash in sorted { try writer.append(hash) }
    return try writer.finish()
  }

  // MARK: From the log

  /// Makes runs for ranges that no run covers although a later one does.
  private func fillGaps(_ runs: [MessageIDRun]) throws(StoreError) {
    var next: Int64 = 0
    for run in runs {
      if run.sequences.lowerBound > next {
        let made = try makeRuns(next..<run.sequences.lowerBound)
        state.withLock { $0.insert(made) }
      }
      next = run.sequences.upperBound
    }
  }

  /// Puts the newest ids into the table in memory.
  private func readTail(from sequence: Int64) throws(StoreError) {
    state.withLock { $0.activeFrom = sequence }
    if sequence >= log.end { return }
    let damages = try log.read(sequence..<log.end) { (first, ids) throws(StoreError) in
      let isFull = state.withLock { state in
        for row in 0..<ids.count where first + Int64(row) >= sequence {
          ids.withID(row) { id in
            if !id.isEmpty { _ = state.active.insert(SipHash.hash(id, key: key)) }
          }
        }
        state.freezeIfFull(through: first + Int64(ids.count), recentMax)
        return state.frozen.count >= Self.frozenMax
      }
      if isFull { try compact() }
    }
    state.withLock { $0.damages += damages }
  }

  /// Runs of the ids of a range of events, from the log.
  private func makeRuns(_ sequences: Range<Int64>) throws(StoreError) -> [MessageIDRun] {
    var runs: [MessageIDRun] = []
    var table = MessageIDTable()
    var from = sequences.lowerBound
    let damages = try log.read(sequences) { (first, ids) throws(StoreError) in
      for row in 0..<ids.count where sequences.contains(first + Int64(row)) {
        ids.withID(row) { id in
          if !id.isEmpty { _ = table.insert(SipHash.hash(id, key: key)) }
        }
      }
      let end = min(first + Int64(ids.count), sequences.upperBound)
      if table.count >= recentMax && end < sequences.upperBound {
        runs.append(try Self.write(table.sorted(), from..<end, directory))
        table = MessageIDTable()
        from = end
      }
    }
    runs.append(try Self.write(table.sorted(), from..<sequences.upperBound, directory))
    state.withLock { $0.damages += damages }
    return runs
  }

  /// Makes the run anew that an error names, when nobody else is writing runs.
  private func replaceDamagedRun(_ error: StoreError) throws(StoreError) {
    try compactions.withLock { (count) throws(StoreError) in
      try replaceRun(error)
      count += 1
    }
  }

  /// The same for whoever holds `compactions`.
  private func replaceRun(_ error: StoreError) throws(StoreError) {
    guard let run = state.withLock({ state in state.runs.first { $0.path == error.place } })
    else { throw error }
    let made = try makeRuns(run.sequences)
    state.withLock { $0.replace([run], with: made) }
    if !made.contains(where: { $0.path == run.path }) { try DirectoryFiles.remove(run.path) }
  }
}
