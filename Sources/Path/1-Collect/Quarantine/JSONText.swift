import StarlingColumns

/// Writes JSON strings.
package enum JSONText {
  /// Appends a string with its quotes; `"`, `\` and control characters are escaped. The bytes must
  /// be UTF-8.
  package static func append(_ string: Span<UInt8>, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    var index = 0
    // Bytes that stay as they are come in runs, each of which is one copy.
    var start = 0
    while index < string.count {
      let byte = string[index]
      if byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") {
        index &+= 1
        continue
      }
      text.append(copying: string.extracting(start..<index))
      appendEscaped(byte, to: &text)
      index &+= 1
      start = index
    }
    text.append(copying: string.extracting(start..<index))
    text.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ byte: UInt8, to text: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
    case UInt8(ascii: "\n"): text += "\\n".utf8
    case UInt8(ascii: "\r"): text += "\\r".utf8
    case UInt8(ascii: "\t"): text += "\\t".utf8
    default:
      text += "\\u00".utf8
      text += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
    }
  }

  /// Appends a string with its quotes.
  package static func append(_ string: String, to text: inout [UInt8]) {
    let bytes = Array(string.utf8)
    append(bytes.span, to: &text)
  }

  private static let hexDigits = Array("0123456789abcdef".utf8)
}
