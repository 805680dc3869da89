import StarlingColumns

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// All message ids of an import in the order of their sequence numbers, on disk.
///
/// The file has no name: it is unlinked once it is open and vanishes with the process. Format,
/// one entry for each sequence number, starting at 0:
///
///     entry = length bytes                length 0...250
///           | 251 16 bytes                a canonical lower-case UUID, packed
///           | 252 low high bytes          a length of two bytes
///
/// An offset is kept in memory for every 64th entry (an eighth of a byte an id); reading one back
/// reads the block it is in.
struct MessageIDSpill: ~Copyable {
  private static let blockIDs = 64
  private static let bufferBytes = 1 << 20
  private static let packed: UInt8 = 251
  private static let long: UInt8 = 252

  private let descriptor: Int32
  private let place: String
  /// Bytes that are in the file.
  private var written = 0
  /// What comes behind them.
  private var buffer: [UInt8] = []
  /// Where each block of 64 entries starts.
  private var blocks: [Int] = []
  private(set) var count = 0

  /// Makes the file in a folder.
  ///
  /// - Throws: `CollectError.system` when that is not possible.
  init(directory: String) throws(CollectError) {
    let pattern = directory + "/starling-ids-XXXXXX"
    var path = Array(pattern.utf8CString)
    // Safe: mkstemp and unlink use the NUL-terminated buffer during the calls only.
    let made = unsafe path.withUnsafeMutableBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return -1 }
      let descriptor = unsafe mkstemp(base)
      if descriptor >= 0 { _ = unsafe unlink(base) }
      return descriptor
    }
    if made < 0 {
      throw CollectError.system(
        "create", place: pattern, number: errno,
        remedy: "the environment's TMPDIR names the folder for temporary files")
    }
    descriptor = made
    buffer.reserveCapacity(Self.bufferBytes + Limits.identifierBytesMax + 16)
    place = pattern
  }

  deinit { close(descriptor) }

  /// Memory in use. Unit: bytes.
  var residentBytes: Int { buffer.capacity + blocks.capacity * MemoryLayout<Int>.stride }

  /// Adds the id of the next sequence number; an empty one stands for none.
  ///
  /// - Throws: `CollectError.system` when the file cannot be written.
  mutating func append(_ id: Span<UInt8>) throws(CollectError) {
    if count % Self.blockIDs == 0 { blocks.append(written + buffer.count) }
    count += 1
    if PackedUUID.append(id, tag: Self.packed, to: &buffer) {
    } else if id.count < Int(Self.packed) {
      buffer.append(UInt8(id.count))
      buffer.append(copying: id)
    } else {
      precondition(id.count <= Int(UInt16.max), "a message id of \(id.count) bytes")
      buffer += [Self.long, UInt8(id.count & 255), UInt8(id.count >> 8)]
      buffer.append(copying: id)
    }
    if buffer.count >= Self.bufferBytes {
      try FileWriting.writeAll(buffer.span, to: descriptor, place: place)
      written += buffer.count
      buffer.removeAll(keepingCapacity: true)
    }
  }

  /// The id with this sequence number.
  ///
  /// - Throws: `CollectError.system` when the file cannot be read.
  func id(_ sequence: UInt32) throws(CollectError) -> [UInt8] {
    let block = try block(Int(sequence) / Self.blockIDs)
    return Self.entry(Int(sequence) % Self.blockIDs, of: block)
  }

  /// The ids with these sequence numbers, in their order; ascending ones read each block once.
  ///
  /// - Throws: `CollectError.system` when the file cannot be read.
  func ids(_ sequences: [UInt32]) throws(CollectError) -> [[UInt8]] {
    var found: [[UInt8]] = []
    found.reserveCapacity(sequences.count)
    var last = -1
    var bytes: [UInt8] = []
    for sequence in sequences {
      let number = Int(sequence) / Self.blockIDs
      if number != last {
        bytes = try block(number)
        last = number
      }
      found.append(Self.entry(Int(sequence) % Self.blockIDs, of: bytes))
    }
    return found
  }

  private func block(_ number: Int) throws(CollectError) -> [UInt8] {
    precondition(number < blocks.count, "block \(number) of \(blocks.count)")
    let start = blocks[number]
    let end = number + 1 < blocks.count ? blocks[number + 1] : written + buffer.count
    // A block may lie in the file, in the buffer, or begin in one and end in the other.
    let inFile = max(0, min(end, written) - start)
    var bytes: [UInt8] = []
    if inFile > 0 {
      bytes = try FileWriting.read(inFile, at: start, of: descriptor, place: place)
      if bytes.count < inFile {
        throw CollectError(.system, place: place, "the temporary file lost its end")
      }
    }
    if end > written { bytes += buffer[(max(start, written) - written)..<(end - written)] }
    return bytes
  }

  private static func entry(_ wanted: Int, of block: [UInt8]) -> [UInt8] {
    var index = 0
    var left = wanted
    while true {
      let tag = block[index]
      let head = tag == long ? 3 : 1
      let length =
        tag == packed
        ? 16 : tag == long ? Int(block[index + 1]) | Int(block[index + 2]) << 8 : Int(tag)
      if left == 0 {
        let content = Array(block[(index + head)..<(index + head + length)])
        return tag == packed ? PackedUUID.text(content) : content
      }
      left -= 1
      index += head + length
    }
  }
}
