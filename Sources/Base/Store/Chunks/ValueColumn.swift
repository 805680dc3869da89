import StarlingColumns
import StarlingModel

// The different values of one property, in the order of their codes from 1:
//
//     values = count value*
//     value  = 0 zigzag          a whole number, below 2^53
//            | 1 zigzag          hundredths: the number is exactly zigzag / 100
//            | 2 bits:u64        any other number
//            | 3 length bytes    a string
//            | 4                 false
//            | 5                 true
//            | 6 count code*     a list of values with lower codes

/// Writes and reads tables of values.
enum ValueColumn {
  private static let whole: UInt8 = 0
  private static let hundredths: UInt8 = 1
  private static let bits: UInt8 = 2
  private static let string: UInt8 = 3
  private static let no: UInt8 = 4
  private static let yes: UInt8 = 5
  private static let list: UInt8 = 6
  /// Whole numbers up to here are all doubles of their own.
  private static let wholeMax = 9_007_199_254_740_992.0

  /// Writes a table.
  static func put(_ values: ValueTable, into plain: inout ColumnWriter) {
    plain.put(varint: UInt64(values.count - 1))
    for code in 1..<UInt32(max(1, values.count)) {
      switch values.tag(code) {
      case .absent: preconditionFailure("absence has code 0 alone")
      case .number: put(values.number(code) ?? 0, into: &plain)
      case .string:
        plain.put(byte: string)
        _ = values.withString(code) { plain.put(string: $0) }
      case .boolean: plain.put(byte: values.isTrue(code) ? yes : no)
      case .list:
        let elements = values.elementsInOrder(code)
        plain.put(byte: list)
        plain.put(varint: UInt64(elements.count))
        for element in elements { plain.put(varint: UInt64(element)) }
      }
    }
  }

  private static func put(_ number: Double, into plain: inout ColumnWriter) {
    if abs(number) < wholeMax {
      if number == number.rounded(.towardZero) {
        plain.put(byte: whole)
        plain.put(zigzag: Int64(number))
        return
      }
      let scaled = (number * 100).rounded()
      if abs(scaled) < wholeMax && scaled / 100 == number {
        plain.put(byte: hundredths)
        plain.put(zigzag: Int64(scaled))
        return
      }
    }
    plain.put(byte: bits)
    plain.put(word: number.bitPattern)
  }

  /// Reads a table into a property of a builder; every value must be new there.
  ///
  /// - Returns: The number of codes, absence included.
  static func read(
    _ plain: inout ColumnReader, into builder: inout EventBatchBuilder, path: UInt32
  ) throws(ChunkProblem) -> Int {
    let count = try plain.count()
    var expected: UInt32 = 1
    while Int(expected) <= count {
      let found = try value(&plain, into: &builder, path: path, below: Int(expected))
      if found != expected { throw plain.problem("a value of a property for the second time") }
      expected &+= 1
    }
    return count + 1
  }

  private static func value(
    _ plain: inout ColumnReader, into builder: inout EventBatchBuilder, path: UInt32,
    below limit: Int
  ) throws(ChunkProblem) -> UInt32 {
    let tag = try plain.byte()
    switch tag {
    case whole: return builder.intern(path: path, number: Double(try plain.zigzag()))
    case hundredths: return builder.intern(path: path, number: Double(try plain.zigzag()) / 100)
    case bits: return builder.intern(path: path, number: Double(bitPattern: try plain.word()))
    case string: return try plain.withString { builder.intern(path: path, string: $0) }
    case no: return builder.intern(path: path, boolean: false)
    case yes: return builder.intern(path: path, boolean: true)
    case list:
      let count = try plain.count()
      var elements: [UInt32] = []
      elements.reserveCapacity(count)
      for _ in 0..<count { elements.append(try plain.code(below: limit)) }
      return builder.intern(path: path, listOf: elements)
    default: throw plain.problem("the tag \(tag) of a value")
    }
  }
}
