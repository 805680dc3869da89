import StarlingModel
import StarlingRegex

extension Parser {
  /// A calculation, alone or compared with something.
  mutating func comparison() throws(Stop) -> Expression {
    let start = current.range.start
    let left = try sum(.left)
    let result: Expression
    if let comparator = current.kind.comparator {
      advance()
      let leftHeight = height
      let right = try comparedWith()
      result = try node(
        .comparison(left, comparator, right), from: start, over: max(leftHeight, height))
    } else if current.keyword == .isIn || current.keyword == .not && next.keyword == .isIn {
      let isNegated = accept(.not)
      advance()
      result = try node(
        .isIn(left, try list(), negated: isNegated), from: start, over: height)
    } else if let test = try textTest() {
      result = try node(.text(left, test, try testedString(test)), from: start, over: height)
    } else {
      return left
    }
    if current.kind.comparator != nil {
      throw chainedComparison()
    }
    return result
  }

  private mutating func comparedWith() throws(Stop) -> Expression {
    guard current.keyword == .percentile, next.kind == .leftParenthesis, !inFilter, !inAny else {
      return try sum(.right)
    }
    let percentile = try percentile()
    switch current.kind {
    case .plus, .minus, .star, .slash:
      throw problem(
        .misplacedPercentile, "a percentile cannot be calculated with",
        expected: "percentile(p) alone on the right of the comparison")
    default: return percentile
    }
  }

  /// `"percentile" "(" number ")"`
  private mutating func percentile() throws(Stop) -> Expression {
    let start = current.range.start
    advance()
    let opening = current.range
    advance()
    let isNegative = current.kind == .minus && next.kind == .number
    if isNegative { advance() }
    guard current.kind == .number else {
      throw unexpected(expected: "a number above 0 and at most 100")
    }
    let rank = isNegative ? -current.number : current.number
    if !(rank > 0 && rank <= 100) {
      report(
        .badPercentile, "there is no percentile of this number",
        expected: "a number above 0 and at most 100")
    }
    advance()
    try close(.rightParenthesis, ")", openedAt: opening, expected: "one number")
    return try node(.percentile(rank), from: start, over: 0)
  }

  // MARK: Lists and tests of text

  /// `"(" literal { "," literal } ")"`
  private mutating func list() throws(Stop) -> [Value] {
    let opening = current.range
    guard accept(.leftParenthesis) else {
      throw unexpected(expected: #"a list of values in parentheses, such as ("a", "b")"#)
    }
    var values = [try listedValue()]
    while accept(.comma) { values.append(try listedValue()) }
    try close(.rightParenthesis, ")", openedAt: opening, expected: "a comma")
    return values
  }

  private mutating func listedValue() throws(Stop) -> Value {
    let isNegative =
      current.kind == .minus && (next.kind == .number || next.kind == .duration)
    if isNegative { advance() }
    let token = current
    let value: Value
    switch token.kind {
    case .number: value = signed(token.number, isNegative)
    case .duration: value = signed(Double(token.milliseconds) / 1000, isNegative)
    case .string: value = .string(token.text)
    case .name where token.keyword == .yes: value = .boolean(true)
    case .name where token.keyword == .no: value = .boolean(false)
    default:
      let isName = token.kind == .name
      throw unexpected(
        expected: "a string, a number, a duration, true or false",
        suggestion: isName ? token.text.quoted : nil)
    }
    advance()
    return value
  }

  private func signed(_ number: Double, _ isNegative: Bool) -> Value {
    // Values are never negative zero.
    .number(isNegative && number != 0 ? -number : number)
  }

  /// Moves over `contains`, `starts with`, `ends with` or `matches`.
  private mutating func textTest() throws(Stop) -> TextTest? {
    switch current.keyword {
    case .contains:
      advance()
      return .contains
    case .matches:
      advance()
      return .matches
    case .starts, .ends:
      let test: TextTest = current.keyword == .starts ? .startsWith : .endsWith
      advance()
      guard accept(.with) else { throw unexpected(expected: "with", suggestion: "with") }
      return test
    default: return nil
    }
  }

  private mutating func testedString(_ test: TextTest) throws(Stop) -> String {
    guard current.kind == .string else {
      let isName = current.kind == .name
      throw unexpected(
        expected: "a string in double quotes behind \(test.rawValue)",
        suggestion: isName ? current.text.quoted : nil)
    }
    let text = current.text
    if test == .matches {
      do {
        _ = try RegularExpression(text)
      } catch {
        report(
          .badPattern, "the regular expression does not compile: \(error.message)",
          expected: "RE2 syntax: no look-around, no back-references")
      }
    }
    advance()
    return text
  }

  // MARK: Calculations

  /// `product { ( "+" | "-" ) product }`
  mutating func sum(_ side: Side) throws(Stop) -> Expression {
    let start = current.range.start
    var left = try product(side)
    while current.kind == .plus || current.kind == .minus {
      try checkBlanksAroundMinus()
      let sign: ArithmeticOperator = current.kind == .plus ? .plus : .minus
      advance()
      let leftHeight = height
      let right = try product(.right)
      left = try node(
        .arithmetic(left, sign, right), from: start, over: max(leftHeight, height))
    }
    return left
  }

  /// `unary { ( "*" | "/" ) unary }`
  private mutating func product(_ side: Side) throws(Stop) -> Expression {
    let start = current.range.start
    var left = try unary(side)
    while current.kind == .star || current.kind == .slash {
      let sign: ArithmeticOperator = current.kind == .star ? .times : .divided
      advance()
      let leftHeight = height
      let right = try unary(.right)
      left = try node(
        .arithmetic(left, sign, right), from: start, over: max(leftHeight, height))
    }
    return left
  }

  /// `"-" unary | primary`
  private mutating func unary(_ side: Side) throws(Stop) -> Expression {
    guard current.kind == .minus else { return try primary(side) }
    let start = current.range.start
    advance()
    let operand = try nested { (parser) throws(Stop) in try parser.unary(.right) }
    return try node(.negative(operand), from: start, over: height)
  }

  private mutating func checkBlanksAroundMinus() throws(Stop) {
    guard current.kind == .minus else { return }
    let isApart = previousEnd < current.range.start && current.range.end < next.range.start
    if isApart || next.kind == .end { return }
    throw problem(
      .minusNeedsBlanks, "subtraction needs blanks on both sides of -",
      expected: "blanks, as in a - b")
  }
}
