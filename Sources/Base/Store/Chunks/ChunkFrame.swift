import StarlingColumns

// What surrounds the columns of a chunk in the database (docs/reference/storage.md):
//
//     chunk = magic:4 version:u16 zero:u16 first:u64 count:u32 plain:u32 checksum:u32 frame
//
// `frame` is one Zstandard frame of `plain` bytes. The checksum is CRC-32 over the first 24 bytes
// and the frame; it is compared before anything is decompressed.

/// Wraps columns into the bytes of a chunk, and takes them out again.
enum ChunkFrame {
  /// Which columns a chunk holds.
  enum Kind: UInt32 {
    /// `STEV` in the order of the bytes.
    case events = 0x5645_5453
    /// `STMC` in the order of the bytes.
    case changes = 0x434D_5453
  }

  /// The version of the grammar that is written.
  static let version: UInt16 = 1
  /// Bytes before the frame.
  static let headBytes = 28
  /// Most bytes of columns that a chunk may hold: a bound on what damaged or hostile ones cost.
  static let plainBytesMax = 64 << 20

  /// The chunk of these columns.
  ///
  /// - Parameters:
  ///   - first: Number of the first event or change.
  ///   - count: How many there are.
  static func wrap(
    _ plain: Span<UInt8>, kind: Kind, first: Int64, count: Int, with compressor: Compressor
  ) -> [UInt8] {
    precondition(plain.count <= plainBytesMax, "\(plain.count) bytes in a chunk")
    var head = ColumnWriter()
    head.put(halfWord: kind.rawValue)
    head.put(halfWord: UInt32(version))
    head.put(word: UInt64(bitPattern: first))
    head.put(halfWord: UInt32(count))
    head.put(halfWord: UInt32(plain.count))
    head.put(halfWord: 0)
    var chunk = head.array()
    compressor.compress(plain, appendingTo: &chunk)
    let sum = checksum(chunk)
    for place in 0..<4 {
      chunk[24 + place] = UInt8(truncatingIfNeeded: sum &>> UInt32(place * 8))
    }
    return chunk
  }

  /// The columns of a chunk.
  ///
  /// - Parameters:
  ///   - first: Number of the first event or change, as the database says.
  ///   - count: How many the database says there are.
  static func unwrap(
    _ chunk: [UInt8], kind: Kind, first: Int64, count: Int
  ) throws(ChunkProblem) -> [UInt8] {
    if chunk.count < headBytes {
      throw ChunkProblem(offset: 0, reason: "\(chunk.count) bytes are too few for a chunk")
    }
    var head = ColumnReader(chunk)
    if try head.halfWord() != kind.rawValue {
      throw ChunkProblem(offset: 0, reason: "it does not begin as a chunk does")
    }
    let found = try head.halfWord()
    let named = (first: try head.word(), count: try head.halfWord())
    let plainBytes = Int(try head.halfWord())
    let sum = try head.halfWord()
    if sum != checksum(chunk) {
      throw ChunkProblem(offset: 24, reason: "the checksum does not fit the bytes")
    }
    if found != UInt32(version) {
      throw ChunkProblem(
        offset: 4, reason: "version \(found) of the format; this is version \(version)")
    }
    if named.first != UInt64(bitPattern: first) || UInt64(named.count) != UInt64(count) {
      throw ChunkProblem(
        offset: 8, reason: "it is the chunk of \(named.count) numbers from \(named.first) on")
    }
    if plainBytes > plainBytesMax {
      throw ChunkProblem(offset: 20, reason: "\(plainBytes) bytes of columns are too many")
    }
    return try Compressor.decompress(
      chunk.span.extracting(droppingFirst: headBytes), byteCount: plainBytes)
  }

  private static func checksum(_ chunk: [UInt8]) -> UInt32 {
    let head = Checksum.crc32(chunk.span.extracting(0..<24))
    return Checksum.crc32(chunk.span.extracting(droppingFirst: headBytes), after: head)
  }
}
