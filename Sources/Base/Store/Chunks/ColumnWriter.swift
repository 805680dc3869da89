import StarlingColumns

/// Bytes that grow at the end: what chunks are encoded into.
///
/// Memory is kept when the bytes are cleared, for the next chunk.
@safe struct ColumnWriter: ~Copyable {
  // Safe: owned by this value, which cannot be copied; the first `count` bytes are initialised, and
  // every write below makes room before.
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  /// No bytes.
  init() {
    capacity = 4096
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Forgets all bytes and keeps their memory.
  mutating func clear() { count = 0 }

  /// Adds a byte.
  @inline(__always)
  mutating func put(byte: UInt8) {
    if count == capacity { grow(by: 1) }
    unsafe base[count] = byte
    count &+= 1
  }

  /// Adds a number in groups of seven bits, lowest first; all but the last have the high bit set.
  @inline(__always)
  mutating func put(varint: UInt64) {
    if capacity &- count < 10 { grow(by: 10) }
    var rest = varint
    var end = count
    while rest >= 128 {
      unsafe base[end] = UInt8(truncatingIfNeeded: rest) | 128
      rest &>>= 7
      end &+= 1
    }
    unsafe base[end] = UInt8(truncatingIfNeeded: rest)
    count = end &+ 1
  }

  /// Adds a number that may be negative, small ones of either sign short.
  @inline(__always)
  mutating func put(zigzag: Int64) {
    put(varint: UInt64(bitPattern: (zigzag &<< 1) ^ (zigzag &>> 63)))
  }

  /// Adds four bytes, lowest first.
  mutating func put(halfWord: UInt32) {
    for shift in 0..<4 { put(byte: UInt8(truncatingIfNeeded: halfWord &>> UInt32(shift * 8))) }
  }

  /// Adds eight bytes, lowest first.
  @inline(__always)
  mutating func put(word: UInt64) {
    if capacity &- count < 8 { grow(by: 8) }
    // Safe: there is room for eight bytes behind the first `count`.
    unsafe UnsafeMutableRawPointer(base + count)
      .storeBytes(of: word.littleEndian, as: UInt64.self)
    count &+= 8
  }

  /// Adds bytes as they are.
  mutating func put(bytes: Span<UInt8>) {
    let added = bytes.count
    if added == 0 { return }
    if capacity &- count < added { grow(by: added) }
    // Safe: there is room for `added` bytes behind the first `count`.
    unsafe bytes.withUnsafeBufferPointer { source in
      if let from = source.baseAddress {
        unsafe (base + count).update(from: from, count: added)
      }
    }
    count &+= added
  }

  /// Adds the bytes of another writer.
  mutating func put(_ other: borrowing ColumnWriter) {
    other.withBytes { put(bytes: $0) }
  }

  /// Adds a length and so many bytes.
  mutating func put(string: Span<UInt8>) {
    put(varint: UInt64(string.count))
    put(bytes: string)
  }

  /// Adds the length of a text's UTF-8 and the UTF-8.
  mutating func put(text: String) {
    let bytes = Array(text.utf8)
    put(string: bytes.span)
  }

  /// Writes four bytes, lowest first, over those from `offset` on.
  mutating func set(halfWord: UInt32, at offset: Int) {
    precondition(offset >= 0 && offset + 4 <= count, "\(offset) of \(count) bytes")
    for place in 0..<4 {
      unsafe base[offset + place] = UInt8(truncatingIfNeeded: halfWord &>> UInt32(place * 8))
    }
  }

  /// Calls `body` with all bytes.
  func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Safe: the memory stays where it is during the call, and the first `count` bytes are set.
    let buffer = unsafe UnsafeBufferPointer(start: base, count: count)
    return try body(unsafe buffer.span)
  }

  /// All bytes as an array.
  func array() -> [UInt8] {
    var bytes: [UInt8] = []
    withBytes { bytes.append(copying: $0) }
    return bytes
  }

  private mutating func grow(by needed: Int) {
    let larger = max(count + needed, capacity * 2)
    let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe moved.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = moved
    capacity = larger
  }
}
