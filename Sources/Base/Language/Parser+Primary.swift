import StarlingModel

extension Parser {
  /// A literal, an aggregate, a reference, a pattern, or an expression in parentheses.
  mutating func primary(_ side: Side) throws(Stop) -> Expression {
    let start = current.range.start
    let token = current
    switch token.kind {
    case .number: return try literal(.number(token.number))
    case .duration: return try literal(.duration(token.milliseconds))
    case .leftParenthesis: return try parenthesised(side)
    case .string: return try string(side)
    case .name where token.keyword == .yes: return try literal(.boolean(true))
    case .name where token.keyword == .no: return try literal(.boolean(false))
    case .name: return inFilter ? try filterName() : try name()
    case .star where !inFilter: return try pattern()
    case .instant:
      throw problem(
        .unexpectedToken, "an instant stands in windows only, such as [\(shown) ..]",
        expected: "a string to compare with, or a window", suggestion: shown.quoted)
    default:
      let what = inFilter ? "a property or a value" : "a condition or a value"
      throw unexpected(expected: start == 0 ? "a condition, such as purchase[7d]" : what)
    }
  }

  private mutating func literal(_ kind: Expression.Kind) throws(Stop) -> Expression {
    let start = current.range.start
    advance()
    return try node(kind, from: start, over: 0)
  }

  private mutating func parenthesised(_ side: Side) throws(Stop) -> Expression {
    let opening = current.range
    advance()
    // A single string keeps the meaning that it has without parentheses.
    if side == .right, current.kind == .string, next.kind == .rightParenthesis {
      let value = try literal(.string(current.text))
      advance()
      return value
    }
    let inner = try nested { (parser) throws(Stop) in try parser.expression() }
    try close(.rightParenthesis, ")", openedAt: opening, expected: "an operator")
    return inner
  }

  /// A string names an event or a property, or is a value: its place decides.
  private mutating func string(_ side: Side) throws(Stop) -> Expression {
    if inFilter {
      let isPath = side == .left || next.kind == .dot
      return isPath ? try propertyPath() : try literal(.string(current.text))
    }
    let isValue = side == .right || isComparedBehind()
    let isSelector =
      next.kind == .dot || next.kind == .leftBrace || next.kind == .leftBracket
      || next.keyword == .then
    return isValue && !isSelector ? try literal(.string(current.text)) : try pattern()
  }

  /// Whether an operator follows the current token that makes it a value.
  private func isComparedBehind() -> Bool {
    switch next.kind {
    case .plus, .minus, .star, .slash: return true
    case .name: break
    default: return next.kind.comparator != nil
    }
    switch next.keyword {
    case .isIn, .contains, .starts, .ends, .matches: return true
    case .not: return index + 2 < tokens.count && tokens[index + 2].keyword == .isIn
    default: return false
    }
  }

  // MARK: In filters

  private mutating func filterName() throws(Stop) -> Expression {
    let start = current.range.start
    if current.keyword == .exists {
      advance()
      let path = try path("a property behind exists")
      return try node(.existsPath(path), from: start, over: 0)
    }
    if let keyword = current.keyword, keyword.isReservedInFilters {
      throw keywordProblem("a property or a value")
    }
    if next.kind == .leftParenthesis {
      throw problem(
        .misplacedInFilter, "\(current.text)( ) cannot stand in a filter",
        expected: "properties of the one event, values, and, or, not")
    }
    let expression = try propertyPath()
    if current.kind == .leftBracket || current.kind == .leftBrace || current.keyword == .then {
      throw problem(
        .misplacedInFilter, "a filter reads the properties of one event and selects no others",
        expected: "a comparison of a property")
    }
    return expression
  }

  private mutating func propertyPath() throws(Stop) -> Expression {
    let start = current.range.start
    return try node(.path(try path("a property")), from: start, over: 0)
  }

  /// `( name | string ) { "." ( name | string ) }`
  mutating func path(_ what: String) throws(Stop) -> PropertyPath {
    var components = [try pathComponent(what)]
    while accept(.dot) { components.append(try pathComponent("a property name behind the dot")) }
    return PropertyPath(components)
  }

  private mutating func pathComponent(_ what: String) throws(Stop) -> String {
    guard current.kind == .name || current.kind == .string else {
      let isNumeric = current.kind == .number || current.kind == .duration
      throw unexpected(expected: what, suggestion: isNumeric ? shown.quoted : nil)
    }
    let text = current.text
    advance()
    return text
  }

  // MARK: Outside filters

  private mutating func name() throws(Stop) -> Expression {
    guard let keyword = current.keyword else {
      return next.kind == .leftParenthesis ? try unknownFunction() : try pattern()
    }
    if keyword == .exists { return try existsReference() }
    if keyword == .percentile { throw misplacedPercentile() }
    if next.kind == .leftParenthesis {
      if let aggregate = keyword.aggregate { return try self.aggregate(aggregate) }
      if keyword == .since || keyword == .age || keyword == .elapsed { return try clock() }
    }
    if keyword == .any { return try quantified() }
    if let kind = keyword.reference, next.kind == .dot { return try reference(kind) }
    if keyword == .absent {
      throw unexpected(expected: "not, or then no … within a duration", suggestion: "not")
    }
    throw keywordProblem("a condition or a value")
  }

  private mutating func unknownFunction() throws(Stop) -> Expression {
    let functions = Aggregate.allCases.map(\.rawValue) + ["since", "age", "elapsed", "any"]
    throw problem(
      .unknownFunction, "there is no function \(current.text)",
      expected: functions.joined(separator: ", "),
      suggestion: NearestName.find(current.text, among: functions))
  }

  private mutating func misplacedPercentile() -> Stop {
    problem(
      .misplacedPercentile,
      inAny
        ? "a percentile cannot stand inside any" : "a percentile stands right of a comparison only",
      expected: "a comparison such as sum(purchase.amount[90d]) >= percentile(90)")
  }

  private mutating func existsReference() throws(Stop) -> Expression {
    let start = current.range.start
    advance()
    let kinds: [Reference] = [.trait, .metric, .score, .cluster]
    guard let kind = current.keyword?.reference, kinds.contains(kind), next.kind == .dot else {
      throw unexpected(
        expected: "trait., metric., score. or cluster. behind exists; "
          + "an event alone is true when there is one")
    }
    try checkReferenceIsAllowed()
    advance()
    advance()
    let path = try referencePath(kind)
    return try node(.existsReference(kind, path), from: start, over: 0)
  }

  private mutating func reference(_ kind: Reference) throws(Stop) -> Expression {
    let start = current.range.start
    try checkReferenceIsAllowed()
    advance()
    advance()
    return try node(.reference(kind, try referencePath(kind)), from: start, over: 0)
  }

  /// Only traits have keys inside keys.
  private mutating func referencePath(_ kind: Reference) throws(Stop) -> PropertyPath {
    let path = try path("a name behind \(kind.rawValue).")
    if kind != .trait, path.components.count > 1 {
      report(
        .unexpectedToken, "the name of a \(kind.rawValue) has no dots",
        expected: "one name behind \(kind.rawValue).", at: tokens[index - 2].range)
    }
    return path
  }

  mutating func checkReferenceIsAllowed() throws(Stop) {
    guard inAny else { return }
    throw problem(
      .misplacedInAny, "a reference cannot stand inside any",
      expected: "the reference beside any ( ), joined by and")
  }
}
