/// Makes the escapes of JSON readable for a YAML library.
///
/// JSON writes characters beyond U+FFFF as two escapes (`\ud83d\ude00`), YAML has one for them.
/// The rewritten text is two bytes shorter for each, so places found in it are moved back.
struct JSONEscapes {
  /// The text for the YAML library.
  private(set) var text: String
  /// Where the rewritten text has a shorter escape.
  private(set) var places = EditedPlaces(removed: 2)

  /// Rewrites `original` when it is JSON: when its first character is a brace.
  init(_ original: String) {
    text = original
    let first = original.utf8.first { $0 > UInt8(ascii: " ") }
    guard first == UInt8(ascii: "{"), original.utf8.contains(UInt8(ascii: "\\")) else { return }
    let bytes = Array(original.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let scalar = Self.pair(bytes, at: index) {
        let digits = String(scalar, radix: 16)
        output += Array("\\U".utf8)
        output += Array(String(repeating: "0", count: 8 - digits.count).utf8) + Array(digits.utf8)
        places.ends.append(output.count)
        index += 12
      } else if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count {
        output += bytes[index...(index + 1)]
        index += 2
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    if !places.ends.isEmpty { text = String(decoding: output, as: UTF8.self) }
  }

  /// The character of the two escapes at `index`, when they are a surrogate pair.
  private static func pair(_ bytes: [UInt8], at index: Int) -> UInt32? {
    guard let high = escape(bytes, at: index), (0xD800..<0xDC00).contains(high),
      let low = escape(bytes, at: index + 6), (0xDC00..<0xE000).contains(low)
    else { return nil }
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  private static func escape(_ bytes: [UInt8], at index: Int) -> UInt32? {
    guard index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    else { return nil }
    return UInt32(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
  }
}
