/// Why a text is not JSON, and where.
package struct OrderedJSONProblem: Error, CustomStringConvertible {
  /// What was expected.
  package var expected: String
  /// Offset in UTF-8 bytes.
  package var offset: Int

  /// The whole sentence.
  package var description: String { "expected \(expected) at byte \(offset)" }
}

extension OrderedJSON {
  /// Reads one JSON value that fills `text`.
  ///
  /// - Throws: `OrderedJSONProblem` at the first byte that does not fit.
  package init(reading text: String) throws {
    var reader = OrderedJSONReader(bytes: Array(text.utf8))
    self = try reader.value()
    reader.skipBlanks()
    if reader.next != nil { throw reader.problem("the end") }
  }
}

/// Reads JSON by recursive descent; made for trusted test cases, not for speed.
private struct OrderedJSONReader {
  let bytes: [UInt8]
  var offset = 0

  var next: Character? {
    offset < bytes.count ? Character(Unicode.Scalar(bytes[offset])) : nil
  }

  func problem(_ expected: String) -> OrderedJSONProblem {
    OrderedJSONProblem(expected: expected, offset: offset)
  }

  mutating func skipBlanks() {
    while offset < bytes.count, " \t\r\n".utf8.contains(bytes[offset]) { offset += 1 }
  }

  mutating func skip(_ text: String) -> Bool {
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  mutating func expect(_ text: String) throws {
    skipBlanks()
    guard skip(text) else { throw problem(text) }
  }

  mutating func value() throws -> OrderedJSON {
    skipBlanks()
    switch next {
    case "{": return .object(try list("{", "}") { try $0.member() })
    case "[": return .array(try list("[", "]") { try $0.value() })
    case "\"": return .string(try string())
    default: break
    }
    if skip("null") { return .null }
    if skip("true") { return .boolean(true) }
    if skip("false") { return .boolean(false) }
    return .number(try number())
  }

  mutating func member() throws -> OrderedJSON.Member {
    skipBlanks()
    let key = try string()
    try expect(":")
    return OrderedJSON.Member(key, try value())
  }

  mutating func list<Element>(
    _ open: String, _ close: String, element: (inout Self) throws -> Element
  ) throws -> [Element] {
    try expect(open)
    skipBlanks()
    if skip(close) { return [] }
    var elements = [try element(&self)]
    skipBlanks()
    while skip(",") {
      elements.append(try element(&self))
      skipBlanks()
    }
    try expect(close)
    return elements
  }

  mutating func number() throws -> Double {
    let digits = bytes[offset...].prefix { "+-0123456789.eE".utf8.contains($0) }
    guard let number = Double(String(decoding: digits, as: UTF8.self)) else {
      throw problem("a value")
    }
    offset += digits.count
    return number
  }

  mutating func string() throws -> String {
    try expect("\"")
    var units: [UInt8] = []
    while true {
      let run = bytes[offset...].prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
      units += run
      offset += run.count
      if skip("\"") { return String(decoding: units, as: UTF8.self) }
      guard offset < bytes.count else { throw problem("\"") }
      units += String(try escape()).utf8
    }
  }

  mutating func escape() throws -> Character {
    for (text, character) in Self.escapes where skip(text) { return character }
    let high = try codeUnit()
    guard (0xD800..<0xDC00).contains(high) else { return try character([high]) }
    return try character([high, try codeUnit()])
  }

  private static let escapes: [(String, Character)] = [
    ("\\\"", "\""), ("\\\\", "\\"), ("\\/", "/"), ("\\b", "\u{8}"), ("\\f", "\u{C}"),
    ("\\n", "\n"), ("\\r", "\r"), ("\\t", "\t"),
  ]

  mutating func codeUnit() throws -> UInt16 {
    guard skip("\\u"), offset + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[offset..<(offset + 4)], as: UTF8.self), radix: 16)
    else { throw problem("an escape") }
    offset += 4
    return unit
  }

  func character(_ units: [UInt16]) throws -> Character {
    guard let character = String(validating: units, as: UTF16.self)?.first else {
      throw problem("a character")
    }
    return character
  }
}
