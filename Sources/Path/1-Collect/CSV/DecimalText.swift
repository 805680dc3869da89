import StarlingColumns

/// Numbers as they are written in tables.
enum DecimalText {
  /// Powers of ten that are exact as doubles.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
  /// Whole numbers up to here are exact as doubles.
  private static let exactMax: UInt64 = 1 << 53

  /// The number that a text spells; `nil` when it is no number or would lose its identity as one.
  ///
  /// Grammar: `-`, then `0` or digits without leading zero, then a fraction, then an exponent.
  /// Leading zeros (`00042`), signs (`+1`), separators (`1,000`), `NaN` and `Infinity` make it no
  /// number, and so does a whole number beyond 2^53: these are identifiers more often than counts,
  /// and two of them must not become one.
  ///
  /// - Source: the exact case of Clinger, "How to read floating point numbers accurately" (1990):
  ///   at most 2^53 times or over a power of ten up to 10^22 rounds once. The rest is left to the
  ///   standard library.
  static func number(_ text: Span<UInt8>) -> Double? {
    let count = text.count
    var index = 0
    let isNegative = count > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    let first = index
    var digits: UInt64 = 0
    var used = 0
    while index < count {
      let digit = text[index] &- UInt8(ascii: "0")
      if digit > 9 { break }
      // Safe: 19 digits fit into 64 bits; longer ones are left to the slow way.
      digits = digits &* 10 &+ UInt64(digit)
      used &+= 1
      index &+= 1
    }
    if index == first { return nil }
    if index > first + 1 && text[first] == UInt8(ascii: "0") { return nil }
    let whole = index
    if whole == count {
      if used > 16 || digits > exactMax { return nil }
      let size = Double(digits)
      return isNegative ? 0 - size : size
    }
    var scale = 0
    if text[index] == UInt8(ascii: ".") {
      index &+= 1
      let start = index
      while index < count {
        let digit = text[index] &- UInt8(ascii: "0")
        if digit > 9 { break }
        digits = digits &* 10 &+ UInt64(digit)
        used &+= 1
        index &+= 1
      }
      if index == start { return nil }
      scale = index - start
    }
    if index == count && used <= 19 && digits <= exactMax && scale < powers.count {
      let size = Double(digits) / powers[scale]
      return isNegative ? 0 - size : size
    }
    return isExponent(text, from: index) ? slow(text) : nil
  }

  /// Whether nothing or an exponent is left.
  private static func isExponent(_ text: Span<UInt8>, from start: Int) -> Bool {
    var index = start
    if index == text.count { return true }
    if text[index] | 0x20 != UInt8(ascii: "e") { return false }
    index += 1
    if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") {
      index += 1
    }
    if index == text.count { return false }
    while index < text.count {
      if text[index] &- UInt8(ascii: "0") > 9 { return false }
      index += 1
    }
    return true
  }

  private static func slow(_ text: Span<UInt8>) -> Double? {
    if text.count > 400 { return nil }
    guard let number = Double(String(copying: text)), number.isFinite else { return nil }
    return number
  }

  /// The boolean that a text spells in any case: `true` or `false`.
  static func boolean(_ text: Span<UInt8>) -> Bool? {
    if text.count == 4, lower(text, 0) == UInt8(ascii: "t"), lower(text, 1) == UInt8(ascii: "r"),
      lower(text, 2) == UInt8(ascii: "u"), lower(text, 3) == UInt8(ascii: "e")
    {
      return true
    }
    if text.count == 5, lower(text, 0) == UInt8(ascii: "f"), lower(text, 1) == UInt8(ascii: "a"),
      lower(text, 2) == UInt8(ascii: "l"), lower(text, 3) == UInt8(ascii: "s"),
      lower(text, 4) == UInt8(ascii: "e")
    {
      return false
    }
    return nil
  }

  private static func lower(_ text: Span<UInt8>, _ index: Int) -> UInt8 { text[index] | 0x20 }
}
