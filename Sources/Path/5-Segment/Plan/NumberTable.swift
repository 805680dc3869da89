import StarlingColumns

/// The numbers of a path by value code, and how many of them plain doubles add up exactly.
struct NumberTable: Sendable {
  /// Shape: one entry per code; NaN where the value is no number.
  let numbers: [Double]
  /// Sums of at most so many of the numbers are exact in any order.
  ///
  /// All numbers are multiples of one power of two q and none is larger than m; a sum of n of them
  /// is a multiple of q below n * m and so exact while n * m / q <= 2^53.
  let exactCount: Int
  /// Whether none of the numbers is below 0, so that a sum cannot grow by losing some.
  let isNonNegative: Bool
  /// Whether none of the numbers is infinite.
  let isFinite: Bool
  /// `numbers` with 0 where there is none.
  let addends: [Double]

  /// No numbers at all.
  init() {
    isFinite = true
    numbers = []
    addends = []
    exactCount = 0
    isNonNegative = true
  }

  init(_ table: ValueTable) {
    numbers = (0..<UInt32(table.count)).map { table.number($0) ?? .nan }
    addends = numbers.map { $0 == $0 ? $0 : 0 }
    isNonNegative = !numbers.contains { $0 < 0 }
    isFinite = !numbers.contains { $0.isInfinite }
    var largest = 0.0
    var lowestBit = 0
    for number in numbers where number == number && number != 0 {
      largest = max(largest, number.magnitude)
      let trailing = number.significandBitPattern.trailingZeroBitCount
      let unit = Int(number.exponent) - 52 + min(52, trailing)
      lowestBit = min(lowestBit, unit)
    }
    let room =
      largest == 0 ? 9e15 : Double(sign: .plus, exponent: 53 + lowestBit, significand: 1) / largest
    exactCount = room.isFinite && room >= 0 ? Int(min(room, 9e15)) : 0
  }
}
