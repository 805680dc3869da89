import StarlingColumns

/// What a `MessageIDIndex` knows at one moment.
struct MessageIDState: ~Copyable {
  /// A full table that waits to be written.
  struct Frozen: Sendable {
    var table: MessageIDTable
    var sequences: Range<Int64>
  }

  /// Ids of the latest commits.
  var active = MessageIDTable()
  /// Number of the first event whose id may be in `active`.
  var activeFrom: Int64 = 0
  /// Full tables, oldest first.
  var frozen: [Frozen] = []
  /// Runs, oldest first, each beginning where the one before ends.
  var runs: [MessageIDRun]
  /// Chunks whose ids could not be read.
  var damages: [ChunkDamage] = []
  /// Ids that were asked for since the last commit.
  private var pending = MessageIDTable()
  private var pendingHashes: [MessageIDHash] = []
  private var hashes: [MessageIDHash] = []
  private var isKnown: [Bool] = []

  init(runs: [MessageIDRun]) { self.runs = runs }

  /// Number of ids.
  var count: Int {
    runs.reduce(0) { $0 + $1.count } + frozen.reduce(0) { $0 + $1.table.count } + active.count
  }

  /// Memory in use. Unit: bytes.
  var residentBytes: Int {
    runs.reduce(0) { $0 + $1.residentBytes } + frozen.reduce(0) { $0 + $1.table.residentBytes }
      + active.residentBytes + pending.residentBytes
  }

  /// The rows whose ids are known; the others become pending.
  ///
  /// Each table and filter is asked for all rows in turn, so that the processor fetches many of
  /// their cache lines at once.
  mutating func known(in batch: EventBatch, key: SipHash.Key) throws(StoreError) -> [Int] {
    let ids = batch.messageIDBytes.span
    hashes.removeAll(keepingCapacity: true)
    isKnown.removeAll(keepingCapacity: true)
    for row in 0..<batch.count {
      let range = batch.messageIDRange(row)
      let hash = range.isEmpty ? .none : SipHash.hash(ids.extracting(range), key: key)
      hashes.append(hash)
      isKnown.append(!range.isEmpty && active.contains(hash))
    }
    for waiting in frozen {
      for row in 0..<hashes.count where !isKnown[row] && hashes[row] != .none {
        isKnown[row] = waiting.table.contains(hashes[row])
      }
    }
    for run in runs {
      for row in 0..<hashes.count
      where !isKnown[row] && hashes[row] != .none && run.mayContain(hashes[row]) {
        isKnown[row] = try run.contains(hashes[row])
      }
    }
    return pass()
  }

  /// Makes new ids pending, and gives the rows that are not new.
  private mutating func pass() -> [Int] {
    var known: [Int] = []
    for row in 0..<hashes.count where hashes[row] != .none {
      if isKnown[row] || !pending.insert(hashes[row]) {
        known.append(row)
      } else {
        pendingHashes.append(hashes[row])
      }
    }
    return known
  }

  /// Moves pending ids into the table, or forgets them.
  mutating func settle(committedThrough sequence: Int64?, recentMax: Int) {
    if let sequence {
      for hash in pendingHashes { _ = active.insert(hash) }
      freezeIfFull(through: sequence, recentMax)
    }
    pending.removeAll(pendingHashes)
    pendingHashes.removeAll(keepingCapacity: true)
  }

  /// Begins a new table when the one in use is full.
  mutating func freezeIfFull(through sequence: Int64, _ recentMax: Int) {
    if active.count < recentMax { return }
    frozen.append(Frozen(table: active, sequences: activeFrom..<sequence))
    active = MessageIDTable()
    activeFrom = sequence
  }

  /// The newest neighbours of about one size, when there are enough of them to merge.
  func mergeable(_ mergeCount: Int, _ recentMax: Int) -> [MessageIDRun]? {
    func level(_ run: MessageIDRun) -> Int {
      var (level, size) = (0, recentMax * 2)
      while run.count > size {
        level += 1
        size *= mergeCount
      }
      return level
    }
    var end = runs.count
    while end >= mergeCount {
      let group = runs[(end - mergeCount)..<end]
      if Set(group.map(level)).count == 1 { return Array(group) }
      end -= 1
    }
    return nil
  }

  /// Puts runs into the place of others, which are neighbours.
  mutating func replace(_ old: [MessageIDRun], with new: [MessageIDRun]) {
    runs.removeAll { run in old.contains { $0 === run } }
    insert(new)
  }

  /// Adds runs at their places.
  mutating func insert(_ new: [MessageIDRun]) {
    runs += new
    runs.sort { $0.sequences.lowerBound < $1.sequences.lowerBound }
  }
}
