/// One word, literal or sign of a text.
struct Token {
  enum Kind {
    case name, string, number, duration, instant
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case plus, minus, star, slash
    case leftParenthesis, rightParenthesis, leftBrace, rightBrace, leftBracket, rightBracket
    case comma, dot, dotDot
    case end
  }

  var kind: Kind
  /// The bytes of the text it was read from.
  var range: SourceRange
  /// What a name means when it is not quoted.
  var keyword: Keyword?
  /// A name's spelling or a string's content.
  var text = ""
  /// A number's value.
  var number = 0.0
  /// A duration's length, or an instant since 1970 UTC. Unit: ms.
  var milliseconds: Int64 = 0

  init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

extension Token.Kind {
  var isOpening: Bool {
    self == .leftParenthesis || self == .leftBrace || self == .leftBracket
  }

  var isClosing: Bool {
    self == .rightParenthesis || self == .rightBrace || self == .rightBracket
  }

  var comparator: Comparator? {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }
}
