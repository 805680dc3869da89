extension Base64 {
  /// The bytes that a text encodes; `nil` when it is no base64.
  ///
  /// Takes both alphabets (RFC 4648, sections 4 and 5), padding or none, blanks at the ends and, in
  /// place of `+`, the blank that a form makes of it.
  static func decoded(_ text: Span<UInt8>) -> [UInt8]? {
    var start = 0
    var end = text.count
    while start < end && isBlank(text[start]) { start += 1 }
    while end > start && (isBlank(text[end - 1]) || text[end - 1] == UInt8(ascii: "=")) { end -= 1 }
    if (end - start) % 4 == 1 { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity((end - start) * 3 / 4 + 3)
    var group: UInt32 = 0
    var bits = 0
    for index in start..<end {
      let sextet = values[Int(text[index])]
      if sextet > 63 { return nil }
      group = group << 6 | UInt32(sextet)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return bytes
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// The value of each byte as a digit; 255 for those that are none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    values[Int(UInt8(ascii: "-"))] = 62
    values[Int(UInt8(ascii: "_"))] = 63
    values[0x20] = 62
    return values
  }()
}
