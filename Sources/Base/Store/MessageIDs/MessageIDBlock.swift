import StarlingColumns

// One block of a run, 4096 bytes:
//
//     block = (high:u64 low:u64)*255 count:u32 number:u32 zero:u32 checksum:u32
//
// Entries ascend; only the last block has fewer than 255. The checksum is CRC-32 of what is before.

/// Up to 255 hashes of a run.
enum MessageIDBlock {
  static let byteCount = 4096
  static let hashesMax = 255
  private static let entriesEnd = 4080
  private static let checksumOffset = 4092

  /// Adds a block.
  static func put(_ hashes: ArraySlice<MessageIDHash>, number: Int, into writer: inout ColumnWriter)
  {
    let start = writer.count
    for hash in hashes {
      writer.put(word: hash.high)
      writer.put(word: hash.low)
    }
    while writer.count < start + entriesEnd { writer.put(word: 0) }
    writer.put(halfWord: UInt32(hashes.count))
    writer.put(halfWord: UInt32(truncatingIfNeeded: number))
    writer.put(halfWord: 0)
    let sum = writer.withBytes { Checksum.crc32($0.extracting(start..<(start + checksumOffset))) }
    writer.put(halfWord: sum)
  }

  /// Number of hashes in a block; `nil` when it is damaged.
  static func count(_ block: Span<UInt8>, number: Int) -> Int? {
    let sum = UInt32(littleEndian: block.halfWord(at: checksumOffset))
    let count = Int(UInt32(littleEndian: block.halfWord(at: entriesEnd)))
    let found = UInt32(littleEndian: block.halfWord(at: entriesEnd + 4))
    if sum != Checksum.crc32(block.extracting(0..<checksumOffset)) || count > hashesMax
      || found != UInt32(truncatingIfNeeded: number)
    {
      return nil
    }
    return count
  }

  /// The hash at a place of a block.
  static func hash(_ index: Int, of block: Span<UInt8>) -> MessageIDHash {
    MessageIDHash(
      high: UInt64(littleEndian: block.word(at: index * 16)),
      low: UInt64(littleEndian: block.word(at: index * 16 + 8)))
  }
}
