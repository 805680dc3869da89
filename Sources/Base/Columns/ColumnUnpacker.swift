/// Reads what `ColumnPacker` wrote. Whatever the bytes are, the answer is a column or a problem.
package struct ColumnUnpacker: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  /// Reads from the beginning.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether every column was read.
  package var isAtEnd: Bool { position == bytes.count }

  /// The problem that what was read last is not what it has to be.
  package func problem(_ reason: String) -> PackProblem { PackProblem(offset: position, reason) }

  /// The next column.
  ///
  /// - Throws: When there is none, or when it is longer than what is left.
  package mutating func array<Number: FixedWidthInteger & BitwiseCopyable>(
    of type: Number.Type = Number.self
  ) throws(PackProblem) -> [Number] {
    if bytes.count - position < 8 { throw problem("there is no other column") }
    let count = UInt64(littleEndian: bytes.span.word(at: position))
    position += 8
    let width = MemoryLayout<Number>.stride
    if count > UInt64((bytes.count - position) / width) {
      throw problem("\(count) numbers of \(width) bytes in \(bytes.count - position)")
    }
    let range = position..<(position + Int(count) * width)
    position = range.upperBound
    // Safe: the range lies in the bytes and fills exactly `count` elements, of which every bit
    // pattern is valid.
    return unsafe [Number](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      unsafe bytes.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[range]))
      }
      filled = Int(count)
    }
  }

  /// The next column, which has one number.
  package mutating func number() throws(PackProblem) -> Int64 {
    let column = try array(of: Int64.self)
    guard column.count == 1 else { throw problem("\(column.count) numbers in place of one") }
    return column[0]
  }

  /// The next column, which has one number: a count of things.
  package mutating func count() throws(PackProblem) -> Int {
    let number = try number()
    guard number >= 0, number <= Int64(UInt32.max) else { throw problem("\(number) as a count") }
    return Int(number)
  }
}
