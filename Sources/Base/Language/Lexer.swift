import StarlingModel

/// Cuts a text into tokens in one pass.
///
/// A token that is wrong is reported and replaced by what was probably meant, so that the parser
/// can go on and find the next problem.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where the first comment starts; nil when the text has none.
  private(set) var firstComment: Int?

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Reads all tokens; the last is always `.end`, right behind the one before it.
  mutating func run() {
    tokens.reserveCapacity(bytes.count / 4 + 1)
    while let byte = peek(), diagnostics.count < LanguageLimits.diagnostics {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "#"): skipComment()
      case UInt8(ascii: "\""): readString()
      case UInt8(ascii: "0")...UInt8(ascii: "9"): readNumeric()
      default:
        if nameLength(at: position, isStart: true) > 0 { readName() } else { readSign(byte) }
      }
    }
    let end = tokens.last?.range.end ?? 0
    tokens.append(Token(.end, SourceRange(end, end)))
  }

  func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }

  mutating func append(_ token: Token) {
    tokens.append(token)
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, expected: String? = nil, _ range: SourceRange,
    suggestion: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, expected: expected, range: range, suggestion: suggestion))
  }

  /// The text of a range, shortened when it is long.
  func slice(_ start: Int, _ end: Int) -> String {
    let shown = bytes[start..<min(end, start + 40)]
    return String(decoding: shown, as: UTF8.self) + (end > start + 40 ? "…" : "")
  }

  private mutating func skipComment() {
    firstComment = firstComment ?? position
    while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func readName() {
    let start = position
    position = nameEnd(from: start)
    var token = Token(.name, SourceRange(start, position))
    token.text = String(decoding: bytes[start..<position], as: UTF8.self)
    token.keyword = Keyword.byWord[token.text]
    append(token)
  }

  /// The end of the name that starts at `start`; `start` itself when none does.
  private func nameEnd(from start: Int) -> Int {
    var end = start + nameLength(at: start, isStart: true)
    while end > start {
      let length = nameLength(at: end, isStart: false)
      if length > 0 {
        end += length
      } else if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "-"),
        bytes[end + 1] != UInt8(ascii: "_"), nameLength(at: end + 1, isStart: false) > 0
      {
        end += 1
      } else {
        break
      }
    }
    return end
  }

  /// Whether `text` is a name as the grammar has it, so that it needs no quotes.
  static func isName(_ text: String) -> Bool {
    let lexer = Lexer(text)
    return !text.isEmpty && lexer.nameEnd(from: 0) == lexer.bytes.count
  }

  /// Bytes of the letter, digit or underscore at `index`; 0 when there is none.
  func nameLength(at index: Int, isStart: Bool) -> Int {
    guard index < bytes.count else { return 0 }
    switch bytes[index] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      return 1
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return isStart ? 0 : 1
    case 0..<0x80: return 0
    default:
      guard let scalar = scalar(at: index) else { return 0 }
      let properties = scalar.properties
      let isLetter = properties.isAlphabetic
      let isContinuation =
        properties.numericType == .decimal || properties.generalCategory == .nonspacingMark
      return isLetter || !isStart && isContinuation ? UTF8.width(scalar) : 0
    }
  }

  /// The Unicode scalar that starts at `index`.
  func scalar(at index: Int) -> Unicode.Scalar? {
    let end = min(index + 4, bytes.count)
    return String(decoding: bytes[index..<end], as: UTF8.self).unicodeScalars.first
  }
}
