import StarlingColumns

// A snapshot file (docs/reference/storage.md):
//
//     snapshot  = magic:4 version:u32 sequence:u64 data directory tail
//     directory = count (name offset length (stored checksum:u32)*)*
//     tail      = directoryAt:u64 directoryBytes:u64 sequence:u64 checksum:u32 magic:4
//
// `data` is the sections end to end, in blocks of 1 MiB, each a Zstandard frame of its own unless
// that would be longer, with a checksum of what is stored: so a section can be checked and
// decompressed while it streams. The tail's checksum is over directory and tail.

/// How snapshot files are written down.
enum SnapshotFormat {
  static let magic: UInt32 = 0x4E53_5453
  static let version: UInt32 = 1
  static let headBytes = 16
  static let tailBytes = 32
  static let blockBytes = 1 << 20
  static let suffix = ".snapshot"

  /// What stands at the beginning of a file.
  static func head(sequence: Int64) -> [UInt8] {
    var head = ColumnWriter()
    head.put(halfWord: magic)
    head.put(halfWord: version)
    head.put(word: UInt64(bitPattern: sequence))
    return head.array()
  }

  /// Directory and tail; the directory begins at `offset`.
  static func end(_ sections: [SnapshotSection], sequence: Int64, at offset: Int) -> [UInt8] {
    var end = ColumnWriter()
    end.put(varint: UInt64(sections.count))
    for section in sections {
      end.put(text: section.name)
      end.put(varint: UInt64(section.offset))
      end.put(varint: UInt64(section.byteCount))
      for block in section.blocks {
        end.put(varint: UInt64(block.storedBytes))
        end.put(halfWord: block.checksum)
      }
    }
    let directoryBytes = end.count
    end.put(word: UInt64(offset))
    end.put(word: UInt64(directoryBytes))
    end.put(word: UInt64(bitPattern: sequence))
    let sum = end.withBytes { Checksum.crc32($0) }
    end.put(halfWord: sum)
    end.put(halfWord: magic)
    return end.array()
  }

  /// The sections of a file, and the sequence that it says it is for.
  static func read(
    _ file: OpenFile
  ) throws(StoreError) -> (sections: [SnapshotSection], sequence: Int64) {
    let byteCount = try file.byteCount()
    if byteCount < headBytes + tailBytes { throw damaged(file.path, "it is too short") }
    let tail = try file.read(tailBytes, at: byteCount - tailBytes)
    let start = Int(truncatingIfNeeded: UInt64(littleEndian: tail.span.word(at: 0)))
    let length = Int(truncatingIfNeeded: UInt64(littleEndian: tail.span.word(at: 8)))
    let sequence = Int64(bitPattern: UInt64(littleEndian: tail.span.word(at: 16)))
    guard UInt32(littleEndian: tail.span.halfWord(at: 28)) == magic,
      start >= headBytes, length >= 0, length <= byteCount,
      start == byteCount - tailBytes - length
    else { throw damaged(file.path, "its end is not that of a snapshot") }
    let directory = try file.read(length, at: start)
    let sum = Checksum.crc32(tail.span.extracting(0..<24), after: Checksum.crc32(directory.span))
    if sum != UInt32(littleEndian: tail.span.halfWord(at: 24)) {
      throw damaged(file.path, "the checksum of its directory does not fit")
    }
    if try file.read(headBytes, at: 0) != head(sequence: sequence) {
      throw damaged(file.path, "its head is not that of snapshot \(sequence) in version \(version)")
    }
    do throws(ChunkProblem) {
      return (try sections(directory, end: start), sequence)
    } catch { throw damaged(file.path, "its directory at \(error)") }
  }

  private static func sections(
    _ directory: [UInt8], end: Int
  ) throws(ChunkProblem) -> [SnapshotSection] {
    var reader = ColumnReader(directory)
    var sections: [SnapshotSection] = []
    for _ in 0..<(try reader.count()) {
      let name = try reader.withString { String(copying: $0) }
      let offset = Int(clamping: try reader.varint())
      let byteCount = Int(clamping: try reader.varint())
      var section = SnapshotSection(name: name, offset: offset, byteCount: byteCount, blocks: [])
      for number in 0..<(byteCount / blockBytes + (byteCount % blockBytes == 0 ? 0 : 1)) {
        let stored = Int(clamping: try reader.varint())
        if stored > section.plainBytes(ofBlock: number) {
          throw reader.problem("a block that compression made longer")
        }
        section.blocks.append(
          SnapshotSection.Block(storedBytes: stored, checksum: try reader.halfWord()))
      }
      if offset > end || section.storedBytes > end - offset {
        throw reader.problem("a section outside")
      }
      sections.append(section)
    }
    return sections
  }

  /// The error that a snapshot is not what was written.
  static func damaged(_ path: String, _ reason: String) -> StoreError {
    StoreError(.damaged, place: path, "\(reason); an older snapshot or the log is used instead")
  }
}
