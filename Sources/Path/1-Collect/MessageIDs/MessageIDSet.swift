import StarlingColumns

// Every message id of an import, exactly, in 10 to 11 bytes of memory each:
//
// 1. Ids get sequence numbers in the order of arrival and go to a file (`MessageIDSpill`).
// 2. Memory holds (32 bits of the id's hash, sequence number), 8 bytes, in one of 64 hash tables
//    that the hash's top six bits choose.
// 3. An entry with the same 32 bits may be the same id: it is read back and compared. Among n ids
//    about n^2 / 2^39 such reads find another one (180 for 10 million).
//
// Tables are between 2/3 and 4/5 full and grow by a fifth, each at its own time (their first sizes
// are staggered), so that growing never needs more than a few per cent on top.

/// The message ids seen so far; the first event to arrive with one is kept.
package struct MessageIDSet: ~Copyable {
  /// One of the hash tables: linear probing over a capacity of any size. The slot of an entry is
  /// hash x capacity / 2^32, so that growing needs no more than what the entry holds.
  private struct Partition {
    /// 0 when free, else the hash's 32 bits above (sequence number + 1).
    var entries: [UInt64]
    var used = 0

    init(capacity: Int) {
      entries = [UInt64](repeating: 0, count: capacity)
    }

    func slot(_ hash: UInt32) -> Int {
      Int(truncatingIfNeeded: (UInt64(hash) &* UInt64(entries.count)) &>> 32)
    }

    mutating func insert(_ entry: UInt64, from start: Int) {
      var slot = start
      while entries[slot] != 0 { slot = slot &+ 1 == entries.count ? 0 : slot &+ 1 }
      entries[slot] = entry
      used &+= 1
    }

    /// Grows by a fifth when more than 4/5 full.
    mutating func growIfFull() {
      if used &* 5 <= entries.count &* 4 { return }
      let old = entries
      entries = [UInt64](repeating: 0, count: old.count + old.count / 5 + 1)
      used = 0
      for entry in old where entry != 0 {
        insert(entry, from: slot(UInt32(truncatingIfNeeded: entry >> 32)))
      }
    }
  }

  private var partitions: [Partition] = []
  private var spill: MessageIDSpill
  private let idsMax: Int
  private var hashes: [UInt64] = []

  /// An empty set whose file lies in `directory` (unlinked at once).
  ///
  /// - Parameter idsMax: Most ids; sequence numbers have 32 bits.
  /// - Throws: `CollectError.system` when the file cannot be made.
  package init(directory: String, idsMax: Int = Int(UInt32.max) - 1) throws(CollectError) {
    spill = try MessageIDSpill(directory: directory)
    self.idsMax = idsMax
    for index in 0..<64 { partitions.append(Partition(capacity: 64 + index / 5)) }
  }

  /// Number of sequence numbers given out: different ids and events without one.
  package var count: Int { spill.count }

  /// Memory in use. Unit: bytes.
  package var residentBytes: Int {
    partitions.reduce(spill.residentBytes + hashes.capacity * 8) { $0 + $1.entries.capacity * 8 }
  }

  /// Adds an id; an empty one stands for an event without and is always new.
  ///
  /// A new id takes the next sequence number, a known one takes none.
  ///
  /// - Returns: Whether it is new.
  /// - Throws: `CollectError` when the file fails or 2^32 - 2 ids are there.
  package mutating func insert(_ id: Span<UInt8>) throws(CollectError) -> Bool {
    try insert(id, hash: Hash.bytes(id))
  }

  /// Adds the ids of a batch's rows.
  ///
  /// Faster than one by one: the hashes come first, and with them the cache lines of the tables.
  ///
  /// - Returns: The rows whose id was known, ascending; the rows left take the sequence numbers
  ///   from the former `count` on, in order.
  /// - Throws: As `insert` of one id.
  package mutating func insert(_ batch: borrowing EventBatch) throws(CollectError) -> [Int] {
    let ids = batch.messageIDBytes.span
    hashes.removeAll(keepingCapacity: true)
    var touched: UInt64 = 0
    for row in 0..<batch.count {
      let hash = Hash.bytes(ids.extracting(batch.messageIDRange(row)))
      hashes.append(hash)
      let partition = Int(truncatingIfNeeded: hash &>> 58)
      let slot = partitions[partition].slot(UInt32(truncatingIfNeeded: hash))
      touched ^= partitions[partition].entries[slot]
    }
    // The loads above matter for what they bring into the cache; this keeps them alive.
    precondition(touched != 1, "an entry without a hash")
    var known: [Int] = []
    for row in 0..<batch.count {
      let id = ids.extracting(batch.messageIDRange(row))
      if try !insert(id, hash: hashes[row]) { known.append(row) }
    }
    return known
  }

  /// The ids with these sequence numbers, in their order; empty for events without one.
  ///
  /// - Throws: `CollectError.system` when the file cannot be read.
  /// - Complexity: One small read for each number, or for each 64 when they ascend.
  package func ids(of sequences: [UInt32]) throws(CollectError) -> [[UInt8]] {
    try spill.ids(sequences)
  }

  /// Gives the memory of the tables back; from then on ids can only be read.
  package mutating func endInserting() {
    partitions = []
    hashes = []
  }

  private mutating func insert(_ id: Span<UInt8>, hash: UInt64) throws(CollectError) -> Bool {
    if id.isEmpty {
      try requireRoom()
      try spill.append(id)
      return true
    }
    let partition = Int(truncatingIfNeeded: hash &>> 58)
    let bits = UInt32(truncatingIfNeeded: hash)
    var slot = partitions[partition].slot(bits)
    while true {
      let entry = partitions[partition].entries[slot]
      if entry == 0 { break }
      if UInt32(truncatingIfNeeded: entry &>> 32) == bits {
        let same = try spill.id(UInt32(truncatingIfNeeded: entry) &- 1)
        if id.matches(same.span) { return false }
      }
      slot = slot &+ 1 == partitions[partition].entries.count ? 0 : slot &+ 1
    }
    try requireRoom()
    let entry = UInt64(bits) &<< 32 | UInt64(spill.count + 1)
    try spill.append(id)
    partitions[partition].insert(entry, from: slot)
    partitions[partition].growIfFull()
    return true
  }

  private func requireRoom() throws(CollectError) {
    if spill.count >= idsMax {
      throw CollectError(
        .limit, place: "the input",
        "more than \(idsMax) different events, the most that one import takes; "
          + "import the people in several parts, each with all events of its people")
    }
  }
}
