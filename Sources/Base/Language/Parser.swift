import StarlingModel

/// Reads tokens to a tree by recursive descent, one function per line of the grammar.
///
/// Rules of place (what may stand in a filter, where `session` may stand, and so on) are checked
/// here, because here the exact bytes are at hand; types and names are checked on the tree.
///
/// A problem inside an operand of `and` or `or` is reported and the reading goes on behind that
/// operand. Recursion is limited by `LanguageLimits.nesting`, the height of the tree, to which
/// loops over `+ - * /` add, by `LanguageLimits.treeHeight`.
struct Parser {
  /// A problem was reported; the reader of the smallest enclosing operand goes on.
  struct Stop: Error {}

  /// Where an operand stands, which decides what a string means.
  enum Side {
    case left, right
  }

  let bytes: [UInt8]
  let tokens: [Token]
  var index = 0
  /// Open brackets before the current token.
  var brackets = 0
  /// Levels of recursion in use.
  var depth = 0
  /// Height of the node that was read last.
  var height = 0
  var inFilter = false
  var inAny = false
  /// Nothing useful can follow, so no operand recovers.
  var isHopeless = false
  private(set) var diagnostics: [Diagnostic] = []

  init(bytes: [UInt8], tokens: [Token]) {
    self.bytes = bytes
    self.tokens = tokens
  }

  /// Reads the whole text.
  mutating func wholeExpression() -> Expression? {
    if current.kind == .end {
      report(
        .unexpectedEnd, "the expression is empty", expected: "a condition, such as purchase[7d]")
      return nil
    }
    do {
      let expression = try expression()
      if current.kind != .end { throw unexpected(after: "an expression") }
      return expression
    } catch {
      return nil
    }
  }

  // MARK: Tokens

  var current: Token { tokens[index] }

  var next: Token { tokens[min(index + 1, tokens.count - 1)] }

  /// The end of the token before the current one.
  var previousEnd: Int { index > 0 ? tokens[index - 1].range.end : 0 }

  mutating func advance() {
    if current.kind.isOpening { brackets += 1 }
    if current.kind.isClosing { brackets -= 1 }
    if index < tokens.count - 1 { index += 1 }
  }

  mutating func accept(_ kind: Token.Kind) -> Bool {
    guard current.kind == kind else { return false }
    advance()
    return true
  }

  mutating func accept(_ keyword: Keyword) -> Bool {
    guard current.keyword == keyword else { return false }
    advance()
    return true
  }

  // MARK: Or, and, not

  /// `and { "or" and }`
  mutating func expression() throws(Stop) -> Expression {
    let start = current.range.start
    var operands = [try conjunction()]
    var tallest = height
    while accept(.or) {
      operands.append(try conjunction())
      tallest = max(tallest, height)
    }
    height = tallest
    return try join(operands, from: start, isAnd: false)
  }

  /// `not { "and" not }`, in filters also `not { "," not }`.
  private mutating func conjunction() throws(Stop) -> Expression {
    let start = current.range.start
    var operands = [try operand()]
    var tallest = height
    while accept(.and) || inFilter && accept(.comma) {
      operands.append(try operand())
      tallest = max(tallest, height)
    }
    height = tallest
    return try join(operands, from: start, isAnd: true)
  }

  private mutating func join(
    _ operands: [Expression], from start: Int, isAnd: Bool
  ) throws(Stop) -> Expression {
    if operands.count == 1 { return operands[0] }
    var flat: [Expression] = []
    for operand in operands {
      switch operand.kind {
      case .and(let inner) where isAnd: flat += inner
      case .or(let inner) where !isAnd: flat += inner
      default: flat.append(operand)
      }
    }
    return try node(isAnd ? .and(flat) : .or(flat), from: start, over: height)
  }

  /// Reads `not`, and goes on behind the operand when it is wrong.
  private mutating func operand() throws(Stop) -> Expression {
    let (level, context) = (brackets, (depth, inFilter, inAny))
    let start = current.range.start
    do {
      return try negation()
    } catch {
      if isHopeless { throw error }
      (depth, inFilter, inAny) = context
      skipOperand(toLevel: level)
      height = 1
      return Expression(.boolean(true), range: SourceRange(start, previousEnd))
    }
  }

  private mutating func skipOperand(toLevel level: Int) {
    while current.kind != .end {
      if brackets <= level {
        if current.kind.isClosing || current.keyword == .and || current.keyword == .or { return }
        if inFilter && current.kind == .comma { return }
      }
      advance()
    }
  }

  /// `"not" not | comparison`
  private mutating func negation() throws(Stop) -> Expression {
    guard current.keyword == .not else { return try comparison() }
    let start = current.range.start
    advance()
    let operand = try nested { (parser) throws(Stop) in try parser.negation() }
    return try node(.not(operand), from: start, over: height)
  }

  // MARK: Limits

  /// Reads one level deeper.
  mutating func nested<Result>(
    _ read: (inout Parser) throws(Stop) -> Result
  ) throws(Stop) -> Result {
    guard depth < LanguageLimits.nesting else {
      isHopeless = true
      throw problem(
        .tooDeep, "the expression is nested deeper than \(LanguageLimits.nesting) levels",
        expected: "parts of it as segments or metrics of their own")
    }
    depth += 1
    let result = try read(&self)
    depth -= 1
    return result
  }

  /// Makes a node above parts of which the tallest has the height `parts`.
  mutating func node(
    _ kind: Expression.Kind, from start: Int, over parts: Int
  ) throws(Stop) -> Expression {
    height = parts + 1
    let range = SourceRange(start, previousEnd)
    guard height <= LanguageLimits.treeHeight else {
      isHopeless = true
      throw problem(
        .tooDeep, "the calculation has more than about \(LanguageLimits.treeHeight) steps",
        expected: "parts of it as metrics of their own", at: range)
    }
    return Expression(kind, range: range)
  }

  // MARK: Problems

  /// Reports an error, unless one was reported for the same place.
  mutating func report(
    _ code: DiagnosticCode, _ message: String, expected: String? = nil,
    at range: SourceRange? = nil, suggestion: String? = nil
  ) {
    let range = range ?? current.range
    let last = diagnostics.last { $0.severity == .error }
    if last?.range.start == range.start { return }
    add(
      Diagnostic(.error, code, message, expected: expected, range: range, suggestion: suggestion))
  }

  /// Reports something that has a meaning, but hardly the intended one.
  mutating func warn(
    _ code: DiagnosticCode, _ message: String, expected: String, at range: SourceRange
  ) {
    add(Diagnostic(.warning, code, message, expected: expected, range: range))
  }

  private mutating func add(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
    if diagnostics.count >= LanguageLimits.diagnostics { isHopeless = true }
  }

  /// Reports an error, to be thrown.
  mutating func problem(
    _ code: DiagnosticCode, _ message: String, expected: String? = nil,
    at range: SourceRange? = nil, suggestion: String? = nil
  ) -> Stop {
    report(code, message, expected: expected, at: range, suggestion: suggestion)
    return Stop()
  }
}
