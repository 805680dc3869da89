import StarlingColumns

/// The numbers of a path by value code, and how many of them plain doubles add up exactly.
struct NumberTable: Sendable {
  /// Shape: one entry per code; NaN where the value is no number.
  private(set) var numbers: [Double] = []
  /// Whether none of the numbers is below 0, so that a sum cannot grow by losing some.
  private(set) var isNonNegative = true
  /// Whether none of the numbers is infinite.
  private(set) var isFinite = true
  /// `numbers` with 0 where there is none.
  private(set) var addends: [Double] = []
  private var largest = 0.0
  private var lowestBit = 0

  /// No numbers at all.
  init() {}

  init(_ table: ValueTable) { extend(table) }

  /// Sums of at most so many of the numbers are exact in any order.
  ///
  /// All numbers are multiples of one power of two q and none is larger than m; a sum of n of them
  /// is a multiple of q below n * m and so exact while n * m / q <= 2^53.
  var exactCount: Int {
    if numbers.isEmpty { return 0 }
    let room =
      largest == 0 ? 9e15 : Double(sign: .plus, exponent: 53 + lowestBit, significand: 1) / largest
    return room.isFinite && room >= 0 ? Int(min(room, 9e15)) : 0
  }

  /// Adds what came since.
  mutating func extend(_ table: ValueTable) {
    for code in UInt32(numbers.count)..<UInt32(table.count) {
      let number = table.number(code) ?? .nan
      numbers.append(number)
      addends.append(number == number ? number : 0)
      if number < 0 { isNonNegative = false }
      if number.isInfinite { isFinite = false }
      if number != number || number == 0 { continue }
      largest = max(largest, number.magnitude)
      let trailing = number.significandBitPattern.trailingZeroBitCount
      lowestBit = min(lowestBit, Int(number.exponent) - 52 + min(52, trailing))
    }
  }
}
