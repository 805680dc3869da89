/// A sum of doubles that does not depend on their order: exact, then rounded once.
///
/// Every finite double is a whole multiple of 2^-1074. The sum is kept as one long whole number of
/// such multiples, in digits of 32 bits, lowest first; a digit may be negative or too large until
/// `rounded()` carries. Digits are `Int64`, so 2^31 numbers can be added before one overflows.
/// An infinity makes the sum infinite, and two opposite ones or a NaN make it NaN.
struct ExactSum {
  /// 2,098 bits of the largest double and 64 for carries.
  private var digits = [Int64](repeating: 0, count: 68)
  /// The sum of what is not finite; 0 when everything was.
  private var special = 0.0

  /// The sum of `numbers`, rounded to nearest, ties to even.
  static func of(_ numbers: [Double]) -> Double {
    var sum = ExactSum()
    for number in numbers { sum.add(number) }
    return sum.rounded()
  }

  /// Adds one number.
  mutating func add(_ number: Double) {
    guard number.isFinite else {
      special += number
      return
    }
    let exponent = Int(number.exponentBitPattern)
    let fraction = Int64(number.significandBitPattern)
    let significand = exponent == 0 ? fraction : fraction | (1 << 52)
    let shift = exponent == 0 ? 0 : exponent - 1
    var rest = UInt64(significand)
    var place = shift / 32
    // The first digit takes what fits above `shift % 32`; at most three digits are touched.
    let low = (rest << UInt64(shift % 32)) & 0xFFFF_FFFF
    digits[place] += number < 0 ? -Int64(low) : Int64(low)
    rest >>= UInt64(32 - shift % 32)
    while rest > 0 {
      place += 1
      digits[place] += number < 0 ? -Int64(rest & 0xFFFF_FFFF) : Int64(rest & 0xFFFF_FFFF)
      rest >>= 32
    }
  }

  /// The double nearest to the exact sum.
  func rounded() -> Double {
    guard special == 0 else { return special }
    let (isNegative, digits) = magnitude()
    guard let top = digits.lastIndex(where: { $0 != 0 }) else { return 0 }
    let bitCount = top * 32 + (64 - digits[top].leadingZeroBitCount)
    // Of the bits, 53 are kept; small sums are exact anyway.
    let dropped = max(0, bitCount - 53)
    var kept: UInt64 = 0
    for bit in stride(from: bitCount - 1, through: dropped, by: -1) {
      kept = kept * 2 + Self.bit(bit, of: digits)
    }
    if dropped > 0, Self.bit(dropped - 1, of: digits) == 1 {
      let isTie = (0..<(dropped - 1)).allSatisfy { Self.bit($0, of: digits) == 0 }
      if !isTie || kept % 2 == 1 { kept += 1 }
    }
    // Scaling is exact, or infinite: `kept` has at most 53 bits, or is 2^53.
    let size = Double(sign: .plus, exponent: dropped - 1074, significand: Double(kept))
    return isNegative ? -size : size
  }

  /// The sign and the digits of the absolute value, each in 0..<2^32.
  private func magnitude() -> (isNegative: Bool, digits: [Int64]) {
    let carried = Self.carry(digits)
    let isNegative = (carried.last ?? 0) < 0
    return (isNegative, isNegative ? Self.carry(digits.map { -$0 }) : carried)
  }

  /// The same number with every digit but the last in 0..<2^32.
  private static func carry(_ digits: [Int64]) -> [Int64] {
    var digits = digits
    for place in 0..<(digits.count - 1) {
      digits[place + 1] += digits[place] >> 32
      digits[place] &= 0xFFFF_FFFF
    }
    return digits
  }

  private static func bit(_ index: Int, of digits: [Int64]) -> UInt64 {
    UInt64((digits[index / 32] >> Int64(index % 32)) & 1)
  }
}
