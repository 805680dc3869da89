import StarlingModel

extension Parser {
  /// The current token as a message shows it.
  var shown: String {
    switch current.kind {
    case .end: return "the end"
    default:
      let (start, end) = (current.range.start, current.range.end)
      let text = String(decoding: bytes[start..<min(end, start + 40)], as: UTF8.self)
      return end > start + 40 ? text + "…" : text
    }
  }

  /// Something else was expected at the current token.
  mutating func unexpected(expected: String, suggestion: String? = nil) -> Stop {
    if current.kind == .end {
      return problem(.unexpectedEnd, "the expression ends too early", expected: expected)
    }
    return problem(
      .unexpectedToken, "\(shown) cannot stand here", expected: expected, suggestion: suggestion)
  }

  /// Something follows a complete expression.
  mutating func unexpected(after what: String) -> Stop {
    if current.kind.isClosing {
      return problem(
        .missingBracket, "\(shown) closes nothing",
        expected: "an operator such as and, or the end of the expression")
    }
    if current.kind == .comma {
      return problem(
        .unexpectedToken, ", joins conditions inside { } only",
        expected: "and, or, or the end of the expression", suggestion: "and")
    }
    if current.kind.comparator != nil { return chainedComparison() }
    if current.keyword == .then {
      return problem(
        .unexpectedToken, "then joins events, not conditions or values",
        expected: "an event without parentheses before then")
    }
    let operators = Self.operators
    let word = current.kind == .name ? current.text : ""
    return problem(
      .unexpectedToken, "\(shown) cannot follow \(what)",
      expected: "an operator such as and, or, ==, in or then, or the end of the expression",
      suggestion: NearestName.find(word, among: operators))
  }

  private static let operators = [
    "and", "or", "not", "in", "contains", "starts", "ends", "with", "matches", "then", "within",
    "without",
  ]

  /// `a < b < c`
  mutating func chainedComparison() -> Stop {
    problem(
      .chainedComparison, "a comparison cannot be compared again",
      expected: "two comparisons joined by and")
  }

  /// Moves over a closing bracket, which must be here.
  mutating func close(
    _ kind: Token.Kind, _ sign: String, openedAt opening: SourceRange, expected: String
  ) throws(Stop) {
    if accept(kind) { return }
    if current.kind == .end {
      let opened = String(decoding: bytes[opening.start..<opening.end], as: UTF8.self)
      throw problem(
        .missingBracket, "\(opened) is not closed", expected: "\(expected) or \(sign)", at: opening)
    }
    let word = current.kind == .name ? current.text : ""
    throw unexpected(
      expected: "\(expected) or \(sign)", suggestion: NearestName.find(word, among: Self.operators))
  }

  /// A keyword stands where a name was expected.
  mutating func keywordProblem(_ what: String) -> Stop {
    let isNamed =
      next.kind.comparator != nil || next.kind == .dot || next.kind == .leftBrace
      || next.kind == .leftBracket
    if current.keyword?.joins == true, !isNamed { return unexpected(expected: what) }
    return problem(
      .keywordAsName, "\(current.text) is a word of the language, not a bare name",
      expected: what, suggestion: current.text.quoted)
  }
}
