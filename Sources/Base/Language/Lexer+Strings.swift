import StarlingModel

extension Lexer {
  /// Reads a string; the position is at its opening quote.
  mutating func readString() {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") {
        readEscape(into: &content)
      } else {
        content.append(byte)
        position += 1
      }
    }
    if peek() == UInt8(ascii: "\"") {
      position += 1
    } else {
      if content.last == UInt8(ascii: "\r") { content.removeLast() }
      report(
        .unterminatedString, "the string that starts here is not closed on its line",
        expected: "a closing \"", SourceRange(start, position))
    }
    appendString(content, SourceRange(start, position))
  }

  private mutating func appendString(_ content: [UInt8], _ range: SourceRange) {
    var token = Token(.string, range)
    token.text = String(decoding: content, as: UTF8.self)
    append(token)
  }

  private mutating func readEscape(into content: inout [UInt8]) {
    let start = position
    position += 2
    switch bytes.indices.contains(start + 1) ? bytes[start + 1] : 0 {
    case UInt8(ascii: "\""): content.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): content.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "n"): content.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): content.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "u"):
      if let scalar = readUnicodeEscape() {
        content.append(contentsOf: String(scalar).utf8)
      } else {
        report(
          .badEscape, "\(slice(start, min(position, bytes.count))) is not a character",
          expected: "\\u and four hexadecimal digits, a pair of them beyond FFFF",
          SourceRange(start, min(position, bytes.count)))
      }
    default:
      // A line end or a character of several bytes stays for the caller.
      position = start + 1
      let isPlain = peek().map { $0 >= 0x20 && $0 < 0x7F } ?? false
      position = isPlain ? start + 2 : start + 1
      report(
        .badEscape, "\(slice(start, position)) is not an escape",
        expected: #"\" \\ \n \t or \uXXXX"#, SourceRange(start, position),
        suggestion: isPlain ? "\\" + slice(start, position) : nil)
    }
  }

  /// Reads what follows `\u`; the position is behind the `u`.
  private mutating func readUnicodeEscape() -> Unicode.Scalar? {
    guard let first = readHexadecimal() else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") else { return nil }
    position += 2
    guard let second = readHexadecimal(), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private mutating func readHexadecimal() -> UInt32? {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Self.hexadecimal(byte) else { return nil }
      value = value << 4 + digit
      position += 1
    }
    return value
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Reads `'text'` as the string that was meant, and reports it.
  mutating func readSingleQuoted() {
    let start = position
    var end = position + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "'"), bytes[end] != UInt8(ascii: "\n") {
      end += 1
    }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "'") else {
      position += 1
      report(
        .unexpectedCharacter, "' does not quote a string", SourceRange(start, start + 1),
        suggestion: "\"")
      return
    }
    let content = Array(bytes[(start + 1)..<end])
    position = end + 1
    let range = SourceRange(start, position)
    report(
      .unexpectedCharacter, "strings stand in double quotes", range,
      suggestion: String(decoding: content, as: UTF8.self).quoted)
    appendString(content, range)
  }
}
