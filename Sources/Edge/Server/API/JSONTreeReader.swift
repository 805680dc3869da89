/// Reads a small JSON document, such as a definition that is put, strictly: no doubled members, no
/// text behind it, UTF-8 throughout, bounded depth. Events are read by the collectors' parser.
struct JSONTreeReader {
  /// Lists and objects within each other.
  static let depthMax = 32

  private let bytes: [UInt8]
  private var place = 0

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The value of a whole document.
  static func read(_ bytes: [UInt8]) throws(Problem) -> JSONNode {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Problem(.badRequest, "the body is not UTF-8 text")
    }
    var reader = JSONTreeReader(bytes)
    let node = try reader.value(depth: 0)
    reader.skipBlanks()
    guard reader.place == bytes.count else { throw reader.unexpected("the end") }
    return node
  }

  private mutating func value(depth: Int) throws(Problem) -> JSONNode {
    guard depth < Self.depthMax else {
      throw Problem(.badRequest, "the body nests deeper than \(Self.depthMax) levels")
    }
    skipBlanks()
    let start = place
    let kind: JSONNode.Kind
    switch current {
    case UInt8(ascii: "{"): kind = .object(try members(depth))
    case UInt8(ascii: "["): kind = .list(try elements(depth))
    case UInt8(ascii: "\""): kind = .text(try text())
    case UInt8(ascii: "t"): kind = try word("true", .truth(true))
    case UInt8(ascii: "f"): kind = try word("false", .truth(false))
    case UInt8(ascii: "n"): kind = try word("null", .null)
    default: kind = .number(try number())
    }
    return JSONNode(kind: kind, range: start..<place)
  }

  private mutating func members(_ depth: Int) throws(Problem) -> [(name: String, value: JSONNode)] {
    var members: [(name: String, value: JSONNode)] = []
    var names: Set<String> = []
    place += 1
    if take("}") { return members }
    repeat {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw unexpected("the name of a member") }
      let name = try text()
      guard names.insert(name).inserted else {
        throw Problem(.badRequest, "the member \"\(name.prefix(40))\" comes twice")
      }
      guard take(":") else { throw unexpected(":") }
      members.append((name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw unexpected(", or }") }
    return members
  }

  private mutating func elements(_ depth: Int) throws(Problem) -> [JSONNode] {
    var elements: [JSONNode] = []
    place += 1
    if take("]") { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw unexpected(", or ]") }
    return elements
  }

  private mutating func text() throws(Problem) -> String {
    var text: [UInt8] = []
    place += 1
    while let byte = current {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(&text)
      case 0..<0x20: throw Problem(.badRequest, "byte \(place): a control character in a text")
      default: text.append(byte)
      }
    }
    throw unexpected("the end of the text")
  }

  private mutating func escape(_ text: inout [UInt8]) throws(Problem) {
    guard let mark = current else { throw unexpected("an escape") }
    place += 1
    switch mark {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(mark)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      var code = try unit()
      if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
        let low = try unit()
        guard (0xDC00..<0xE000).contains(low) else { throw unexpected("a low surrogate") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw unexpected("a pair of surrogates") }
      text += String(Character(scalar)).utf8
    default: throw unexpected("an escape of JSON")
    }
  }

  private mutating func unit() throws(Problem) -> UInt32 {
    let digits = bytes[place..<min(place + 4, bytes.count)]
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    place += 4
    return code
  }

  private mutating func number() throws(Problem) -> Double {
    let start = place
    while let byte = current, Self.isOfNumber(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    let digits = text.drop { $0 == "-" }
    guard let first = digits.first, first.isNumber, text.utf8.count <= 40,
      first != "0" || digits.count == 1 || digits.dropFirst().first?.isNumber == false,
      let number = Double(text), number.isFinite, text.utf8.last != UInt8(ascii: ".")
    else {
      place = start
      throw unexpected("a value")
    }
    return number
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func word(
    _ word: String, _ kind: JSONNode.Kind
  ) throws(Problem) -> JSONNode.Kind {
    guard bytes[place...].starts(with: word.utf8) else { throw unexpected("a value") }
    place += word.utf8.count
    return kind
  }

  private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = current, byte == 32 || byte == 10 || byte == 13 || byte == 9 { place += 1 }
  }

  /// Skips blanks and a sign; `false` when another stands there.
  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    if sign != "u" { skipBlanks() }
    guard current == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  private func unexpected(_ expected: String) -> Problem {
    Problem(.badRequest, "the body is not JSON: byte \(place + 1), expected \(expected)")
  }
}
