/// Columns end to end, as bytes: what snapshots keep of tables and tiles.
///
///     pack   = column*
///     column = count:u64 number*count      little-endian, as wide as the column's type
///
/// Columns have no names: they are read in the order and with the types of writing. They are copied
/// as they lie in memory, so that reading them costs little more than reading the file.
package struct ColumnPacker: Sendable {
  /// All columns so far.
  package private(set) var bytes: [UInt8] = []

  /// Nothing yet.
  package init() {}

  /// Adds a column.
  package mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ numbers: [Number]) {
    put(count: numbers.count)
    // Safe: integers have no padding, and the bytes are read inside the call only.
    unsafe numbers.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// Adds a column of one number.
  package mutating func put(_ number: Int64) { put([number]) }

  private mutating func put(count: Int) {
    for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: count >> (shift * 8))) }
  }
}
