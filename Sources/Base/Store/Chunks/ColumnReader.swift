import StarlingColumns

/// Reads what `ColumnWriter` wrote, from bytes that may be damaged or hostile: whatever they are,
/// the answer is a value or a `ChunkProblem` with its place, never a trap.
struct ColumnReader {
  private let bytes: [UInt8]
  /// Where the next byte is read.
  private(set) var position: Int
  /// Where reading ends.
  let end: Int

  /// Reads all of `bytes`.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 0
    end = bytes.count
  }

  private init(_ bytes: [UInt8], from position: Int, to end: Int) {
    self.bytes = bytes
    self.position = position
    self.end = end
  }

  /// Whether everything was read.
  var isAtEnd: Bool { position == end }

  /// Number of bytes that are left.
  var remaining: Int { end - position }

  /// The problem that what stands here is not what it has to be.
  func problem(_ reason: String) -> ChunkProblem {
    ChunkProblem(offset: position, reason: reason)
  }

  /// The next byte.
  @inline(__always)
  mutating func byte() throws(ChunkProblem) -> UInt8 {
    if position >= end { throw problem("it ends too early") }
    let byte = bytes[position]
    position &+= 1
    return byte
  }

  /// A number as `put(varint:)` wrote it.
  @inline(__always)
  mutating func varint() throws(ChunkProblem) -> UInt64 {
    let first = try byte()
    if first < 128 { return UInt64(first) }
    var value = UInt64(first & 127)
    var shift: UInt64 = 7
    while true {
      let next = try byte()
      value |= UInt64(next & 127) &<< shift
      if next < 128 {
        if shift == 63 && next > 1 { throw problem("a number beyond 64 bits") }
        return value
      }
      shift &+= 7
      if shift > 63 { throw problem("a number beyond 64 bits") }
    }
  }

  /// A number as `put(zigzag:)` wrote it.
  @inline(__always)
  mutating func zigzag() throws(ChunkProblem) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: (value &>> 1) ^ (0 &- (value & 1)))
  }

  /// A code below `limit`.
  @inline(__always)
  mutating func code(below limit: Int) throws(ChunkProblem) -> UInt32 {
    let value = try varint()
    if value >= UInt64(limit) { throw problem("the code \(value) of \(limit)") }
    return UInt32(truncatingIfNeeded: value)
  }

  /// A number of things that take at least one byte each, so no more than bytes are left.
  mutating func count() throws(ChunkProblem) -> Int {
    let value = try varint()
    if value > UInt64(remaining) {
      throw problem("\(value) entries in the \(remaining) bytes that are left")
    }
    return Int(value)
  }

  /// Four bytes, lowest first.
  mutating func halfWord() throws(ChunkProblem) -> UInt32 {
    if remaining < 4 { throw problem("it ends too early") }
    position &+= 4
    return UInt32(littleEndian: bytes.span.halfWord(at: position &- 4))
  }

  /// Eight bytes, lowest first.
  mutating func word() throws(ChunkProblem) -> UInt64 {
    if remaining < 8 { throw problem("it ends too early") }
    position &+= 8
    return UInt64(littleEndian: bytes.span.word(at: position &- 8))
  }

  /// Calls `body` with the next `count` bytes.
  mutating func withBytes<Result>(
    _ count: Int, _ body: (Span<UInt8>) -> Result
  ) throws(ChunkProblem) -> Result {
    if count < 0 || count > remaining { throw problem("it ends too early") }
    position &+= count
    return body(bytes.span.extracting((position &- count)..<position))
  }

  /// Calls `body` with bytes as `put(string:)` wrote them.
  mutating func withString<Result>(
    _ body: (Span<UInt8>) -> Result
  ) throws(ChunkProblem) -> Result {
    let length = try count()
    return try withBytes(length, body)
  }

  /// A reader of the next `count` bytes alone, which this one passes over.
  mutating func part(_ count: Int) throws(ChunkProblem) -> ColumnReader {
    if count < 0 || count > remaining { throw problem("it ends too early") }
    position &+= count
    return ColumnReader(bytes, from: position &- count, to: position)
  }
}
