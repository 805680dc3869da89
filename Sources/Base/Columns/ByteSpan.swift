// Byte-string primitives that every table and parser here is built on. They are the only places
// that leave bounds checks behind, each for a measured reason: byte-wise Swift loops run at about
// 1 ns a byte, the library's `memcmp`, `memchr` and `memcpy` at 0.05.

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

extension Span where Element == UInt8 {
  /// Eight bytes from `offset` on, lowest address first.
  @inlinable
  package func word(at offset: Int) -> UInt64 {
    // Safe: the load is bounds-checked and every bit pattern is a valid UInt64.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// Four bytes from `offset` on, lowest address first.
  @inlinable
  package func halfWord(at offset: Int) -> UInt32 {
    // Safe: the load is bounds-checked and every bit pattern is a valid UInt32.
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// Whether both hold the same bytes.
  ///
  /// - Complexity: O(length), eight bytes a step; the last step overlaps the one before.
  @inlinable
  package func matches(_ other: Span<UInt8>) -> Bool {
    let length = count
    if length != other.count { return false }
    if length >= 8 {
      var index = 0
      while index &+ 8 < length {
        if word(at: index) != other.word(at: index) { return false }
        index &+= 8
      }
      return word(at: length &- 8) == other.word(at: length &- 8)
    }
    if length >= 4 {
      return halfWord(at: 0) == other.halfWord(at: 0)
        && halfWord(at: length &- 4) == other.halfWord(at: length &- 4)
    }
    var index = 0
    while index < length {
      if self[index] != other[index] { return false }
      index &+= 1
    }
    return true
  }

  /// Where `byte` stands first in `start..<end`; `nil` when it does not.
  package func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && start <= end && end <= count, "search outside \(count) bytes")
    // Safe: the range was checked against the span, which outlives the call.
    return unsafe withUnsafeBytes { buffer -> Int? in
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), end - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Where the first of two bytes stands in `start..<end`; `end` when there is none.
  ///
  /// For fields of some ten bytes, where a library search costs more in calls than it saves.
  ///
  /// - Source: the zero-byte test (x - 0x01…) & ~x & 0x80… of Mycroft (1987) on x = word ^ pattern;
  ///   its lowest bit set is exact.
  @inlinable
  package func index(ofEither left: UInt8, or right: UInt8, from start: Int, to end: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let lefts = ones &* UInt64(left)
    let rights = ones &* UInt64(right)
    var index = start
    while index &+ 8 <= end {
      let word = word(at: index)
      let (first, second) = (word ^ lefts, word ^ rights)
      let found = ((first &- ones) & ~first | (second &- ones) & ~second) & highs
      if found != 0 { return index &+ found.trailingZeroBitCount &>> 3 }
      index &+= 8
    }
    while index < end && self[index] != left && self[index] != right { index &+= 1 }
    return index
  }

  /// Where `byte` stands last before `end`; `nil` when it does not.
  package func lastIndex(of byte: UInt8, before end: Int) -> Int? {
    var index = end
    while index > 0 {
      index &-= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  /// How often `byte` occurs before `end`.
  ///
  /// - Complexity: O(end); one library search for each occurrence, which is faster than looking at
  ///   words in Swift as long as occurrences are some ten bytes apart.
  package func occurrences(of byte: UInt8, before end: Int) -> Int {
    var found = 0
    var start = 0
    while let place = firstIndex(of: byte, from: start, to: end) {
      found &+= 1
      start = place &+ 1
    }
    return found
  }
}

extension String {
  /// The text that a span of UTF-8 spells; invalid bytes become U+FFFD.
  package init(copying span: Span<UInt8>) {
    // Safe: the buffer is read inside the call only.
    self = unsafe span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension Array where Element == UInt8 {
  /// Appends the bytes of a span with one copy.
  package mutating func append(copying span: Span<UInt8>) {
    let length = span.count
    if length == 0 { return }
    append(addingCapacity: length) { output in
      // Safe: the output has room for `length` bytes, which are all written before they are
      // declared initialised; the two buffers are used inside the closures only.
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        unsafe span.withUnsafeBufferPointer { source in
          guard let to = buffer.baseAddress, let from = source.baseAddress else { return }
          unsafe memcpy(to + initialized, from, length)
          initialized += length
        }
      }
    }
  }
}
