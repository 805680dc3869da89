/// Canonical lower-case UUIDs (8-4-4-4-12 hexadecimal digits) in 16 bytes instead of 36.
package enum PackedUUID {
  /// Places of the hyphens.
  private static let hyphens: [Int] = [8, 13, 18, 23]
  /// The value of each lower-case hexadecimal digit; above 15 for any other byte.
  private static let digits: [UInt8] = (0...255).map { digit(UInt8($0)) }

  /// The 16 bytes of a canonical UUID as two words, most significant digits first.
  ///
  /// - Returns: `nil` when `text` is anything else.
  package static func words(of text: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
    guard text.count == 36, text[8] == UInt8(ascii: "-"), text[13] == UInt8(ascii: "-"),
      text[18] == UInt8(ascii: "-"), text[23] == UInt8(ascii: "-")
    else { return nil }
    let values = digits.span
    var words: (high: UInt64, low: UInt64) = (0, 0)
    var seen: UInt8 = 0
    var index = 0
    while index < 36 {
      if index == 8 || index == 13 || index == 18 || index == 23 { index &+= 1 }
      let value = values[Int(text[index])]
      seen |= value
      words.high = words.high &<< 4 | words.low &>> 60
      words.low = words.low &<< 4 | UInt64(value & 15)
      index &+= 1
    }
    return seen > 15 ? nil : words
  }

  /// Appends `tag` and the 16 bytes when `text` is a canonical UUID; `false`, and nothing appended,
  /// when it is anything else.
  package static func append(
    _ text: Span<UInt8>, tag: UInt8, to buffer: inout [UInt8]
  ) -> Bool {
    guard let words = words(of: text) else { return false }
    buffer.append(tag)
    for word in [words.high, words.low] {
      var shift: UInt64 = 64
      while shift > 0 {
        shift &-= 8
        buffer.append(UInt8(truncatingIfNeeded: word &>> shift))
      }
    }
    return true
  }

  /// The text of 16 packed bytes.
  package static func text(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(36)
    append(textOf: bytes.span, to: &text)
    return text
  }

  /// Appends the text of 16 packed bytes.
  package static func append(textOf bytes: Span<UInt8>, to text: inout [UInt8]) {
    let start = text.count
    for index in 0..<bytes.count {
      let byte = bytes[index]
      if hyphens.contains(text.count - start) { text.append(UInt8(ascii: "-")) }
      text.append(letter(byte >> 4))
      text.append(letter(byte & 15))
    }
  }

  private static func letter(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &- 10 &+ value
  }

  private static func digit(_ byte: UInt8) -> UInt8 {
    let number = byte &- UInt8(ascii: "0")
    if number <= 9 { return number }
    let letter = byte &- UInt8(ascii: "a")
    return letter <= 5 ? letter &+ 10 : 255
  }
}
