import StarlingColumns

/// Canonical lower-case UUIDs (8-4-4-4-12 hexadecimal digits) in 16 bytes instead of 36.
enum PackedUUID {
  /// Places of the hyphens.
  private static let hyphens: [Int] = [8, 13, 18, 23]

  /// Appends `tag` and the 16 bytes when `text` is a canonical UUID; `false`, and nothing appended,
  /// when it is anything else.
  static func append(_ text: Span<UInt8>, tag: UInt8, to buffer: inout [UInt8]) -> Bool {
    guard text.count == 36, text[8] == UInt8(ascii: "-"), text[13] == UInt8(ascii: "-"),
      text[18] == UInt8(ascii: "-"), text[23] == UInt8(ascii: "-")
    else { return false }
    let before = buffer.count
    buffer.append(tag)
    var index = 0
    while index < 36 {
      if index == 8 || index == 13 || index == 18 || index == 23 {
        index &+= 1
        continue
      }
      let high = digit(text[index])
      let low = digit(text[index &+ 1])
      if high > 15 || low > 15 {
        buffer.removeLast(buffer.count - before)
        return false
      }
      buffer.append(high &<< 4 | low)
      index &+= 2
    }
    return true
  }

  /// The text of 16 packed bytes.
  static func text(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for byte in bytes {
      if hyphens.contains(text.count) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }

  /// The value of a lower-case hexadecimal digit; above 15 for anything else.
  private static func digit(_ byte: UInt8) -> UInt8 {
    let number = byte &- UInt8(ascii: "0")
    if number <= 9 { return number }
    let letter = byte &- UInt8(ascii: "a")
    return letter <= 5 ? letter &+ 10 : 255
  }
}
