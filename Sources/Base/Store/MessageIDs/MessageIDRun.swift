import StarlingColumns

// A run file, made once and never changed (docs/reference/storage.md):
//
//     run  = head:4096 block* first:u64* filter:u64* checksum:u32
//     head = magic:4 version:u32 from:u64 to:u64 hashes:u64 blocks:u64 filterWords:u64
//            checksum:u32 0*
//
// `first` is the high word of each block's first hash. Those and the filter are in memory, 10.25
// bits for each id; of the blocks one is read for a hash that passes the filter.

/// The message ids of a range of events, sorted, on disk.
final class MessageIDRun: Sendable {
  static let magic: UInt32 = 0x4449_5453
  static let version: UInt32 = 1

  /// The events whose ids these are.
  let sequences: Range<Int64>
  /// Number of ids.
  let count: Int
  private let blockCount: Int
  private let file: OpenFile
  private let firsts: [UInt64]
  private let filter: MessageIDFilter

  /// Where the file lies.
  var path: String { file.path }

  /// Memory in use. Unit: bytes.
  var residentBytes: Int { (firsts.count + filter.words.count) * 8 }

  /// The name of the file for a range of events.
  static func name(_ sequences: Range<Int64>) -> String {
    "\(sequences.lowerBound)-\(sequences.upperBound).ids"
  }

  /// Opens a run.
  ///
  /// - Throws: `damaged` when its head or its filter is not what was written.
  init(_ path: String) throws(StoreError) {
    file = try OpenFile(path, for: .reading)
    let head = try file.read(MessageIDBlock.byteCount, at: 0)
    let words = head.span
    func word(_ index: Int) -> Int { Int(truncatingIfNeeded: words.word(at: 8 + index * 8)) }
    let sum = UInt32(littleEndian: words.halfWord(at: 48))
    let isRun = words.halfWord(at: 0) == Self.magic && words.halfWord(at: 4) == Self.version
    guard isRun, sum == Checksum.crc32(words.extracting(0..<48)), word(0) <= word(1) else {
      throw Self.damaged(path, "its head is not that of a run")
    }
    sequences = Int64(word(0))..<Int64(word(1))
    count = word(2)
    blockCount = word(3)
    let filterWords = word(4)
    let tailAt = (1 + blockCount) * MessageIDBlock.byteCount
    let tail = try file.read((blockCount + filterWords) * 8 + 4, at: tailAt)
    let bytes = tail.span.extracting(0..<(tail.count - 4))
    if Checksum.crc32(bytes) != UInt32(littleEndian: tail.span.halfWord(at: tail.count - 4)) {
      throw Self.damaged(path, "the checksum of its filter does not fit")
    }
    var all: [UInt64] = []
    all.reserveCapacity(blockCount + filterWords)
    for index in 0..<(blockCount + filterWords) {
      all.append(UInt64(littleEndian: bytes.word(at: index * 8)))
    }
    firsts = Array(all[..<blockCount])
    guard let filter = MessageIDFilter(words: Array(all[blockCount...])) else {
      throw Self.damaged(path, "its filter is no filter")
    }
    self.filter = filter
  }

  /// Whether the filter lets a hash pass; `false` is certain.
  @inline(__always)
  func mayContain(_ hash: MessageIDHash) -> Bool { filter.mayContain(hash) }

  /// Whether a hash is in the run.
  ///
  /// - Complexity: One read of 4096 bytes.
  /// - Throws: `damaged` when the block is not what was written.
  func contains(_ hash: MessageIDHash) throws(StoreError) -> Bool {
    var (low, high) = (0, firsts.count)
    while low < high {
      let middle = (low + high) / 2
      if firsts[middle] <= hash.high { low = middle + 1 } else { high = middle }
    }
    // Blocks may begin with equal high words, one in 2^64; then the ones before count too.
    while low > 0 {
      low -= 1
      let bytes = try block(low)
      for index in 0..<bytes.count where MessageIDBlock.hash(index, of: bytes.bytes.span) == hash {
        return true
      }
      if firsts[low] != hash.high { return false }
    }
    return false
  }

  /// All hashes, ascending, block by block.
  func hashes(ofBlock number: Int) throws(StoreError) -> [MessageIDHash]? {
    if number >= blockCount { return nil }
    let found = try block(number)
    return (0..<found.count).map { MessageIDBlock.hash($0, of: found.bytes.span) }
  }

  private func block(_ number: Int) throws(StoreError) -> (bytes: [UInt8], count: Int) {
    let bytes = try file.read(
      MessageIDBlock.byteCount, at: (1 + number) * MessageIDBlock.byteCount)
    guard let count = MessageIDBlock.count(bytes.span, number: number) else {
      throw Self.damaged(path, "the checksum of its block \(number) does not fit")
    }
    return (bytes, count)
  }

  private static func damaged(_ path: String, _ reason: String) -> StoreError {
    StoreError(.damaged, place: path, "\(reason); it is made anew from the log of events")
  }
}
