import StarlingModel

extension Lexer {
  /// Reads an operator, a bracket or a separator.
  mutating func readSign(_ byte: UInt8) {
    let next = peek(1)
    if let kind = Self.pair(byte, next) {
      add(kind, length: 2)
    } else if let foreign = Self.foreign(byte, next) {
      addForeign(foreign)
    } else if let kind = Self.single(byte) {
      add(kind, length: 1)
    } else if byte == UInt8(ascii: "'") {
      readSingleQuoted()
    } else {
      reportUnexpected()
    }
  }

  private mutating func add(_ kind: Token.Kind, length: Int) {
    append(Token(kind, SourceRange(position, position + length)))
    position += length
  }

  private static func pair(_ first: UInt8, _ second: UInt8?) -> Token.Kind? {
    switch (first, second) {
    case (UInt8(ascii: "="), UInt8(ascii: "=")): .equal
    case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
    case (UInt8(ascii: "."), UInt8(ascii: ".")): .dotDot
    default: nil
    }
  }

  private static func single(_ byte: UInt8) -> Token.Kind? {
    switch byte {
    case UInt8(ascii: "<"): .less
    case UInt8(ascii: ">"): .greater
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "/"): .slash
    case UInt8(ascii: "("): .leftParenthesis
    case UInt8(ascii: ")"): .rightParenthesis
    case UInt8(ascii: "{"): .leftBrace
    case UInt8(ascii: "}"): .rightBrace
    case UInt8(ascii: "["): .leftBracket
    case UInt8(ascii: "]"): .rightBracket
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "."): .dot
    default: nil
    }
  }

  /// An operator that other languages have, and ours for it.
  struct ForeignOperator {
    var length: Int
    var kind: Token.Kind
    var keyword: Keyword?
    var ours: String
  }

  private static func foreign(_ first: UInt8, _ second: UInt8?) -> ForeignOperator? {
    switch (first, second) {
    case (UInt8(ascii: "&"), UInt8(ascii: "&")):
      ForeignOperator(length: 2, kind: .name, keyword: .and, ours: "and")
    case (UInt8(ascii: "&"), _):
      ForeignOperator(length: 1, kind: .name, keyword: .and, ours: "and")
    case (UInt8(ascii: "|"), UInt8(ascii: "|")):
      ForeignOperator(length: 2, kind: .name, keyword: .or, ours: "or")
    case (UInt8(ascii: "|"), _):
      ForeignOperator(length: 1, kind: .name, keyword: .or, ours: "or")
    case (UInt8(ascii: "!"), _):
      ForeignOperator(length: 1, kind: .name, keyword: .not, ours: "not")
    case (UInt8(ascii: "<"), UInt8(ascii: ">")):
      ForeignOperator(length: 2, kind: .notEqual, keyword: nil, ours: "!=")
    case (UInt8(ascii: "="), _):
      ForeignOperator(length: 1, kind: .equal, keyword: nil, ours: "==")
    default: nil
    }
  }

  private mutating func addForeign(_ foreign: ForeignOperator) {
    let range = SourceRange(position, position + foreign.length)
    report(
      .foreignOperator, "\(slice(range.start, range.end)) is not an operator here", range,
      suggestion: foreign.ours)
    var token = Token(foreign.kind, range)
    token.keyword = foreign.keyword
    token.text = foreign.keyword?.rawValue ?? ""
    append(token)
    position += foreign.length
  }

  private mutating func reportUnexpected() {
    guard let scalar = scalar(at: position) else {
      position += 1
      return
    }
    let range = SourceRange(position, position + max(1, UTF8.width(scalar)))
    position = range.end
    switch scalar {
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}":
      report(
        .unexpectedCharacter, "typographic quotes do not quote a string", range, suggestion: "\"")
    case "\u{A0}", "\u{2007}", "\u{202F}", "\u{200B}", "\u{FEFF}":
      report(
        .unexpectedCharacter, "an invisible character, \(Self.name(of: scalar)), stands here",
        expected: "a plain blank", range)
    case ";":
      report(.unexpectedCharacter, "; has no meaning; an expression needs no end mark", range)
    default:
      let isShown = scalar.properties.generalCategory != .control
      let shown = isShown ? "\(scalar)" : Self.name(of: scalar)
      report(
        .unexpectedCharacter, "\(shown) starts nothing that the language knows",
        expected: "a name, a string, a number, a bracket or an operator", range)
    }
  }

  /// `U+00A0` and its kin.
  private static func name(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
