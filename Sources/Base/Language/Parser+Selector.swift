import StarlingModel

extension Parser {
  /// What a selector is read for, which decides what its parts mean.
  enum SelectorRole {
    case aggregate(Aggregate)
    case clock
    case pattern
    case step

    /// Whether something reads the selector's property path.
    var readsPath: Bool {
      switch self {
      case .aggregate(.count), .aggregate(.days), .clock, .pattern, .step: false
      case .aggregate: true
      }
    }
  }

  /// `( name | string | "*" ) [ "." path ] [ "{" filter "}" ] [ "[" window "]" ]`
  ///
  /// Leaves the height of the filter, or 0, in `height`.
  mutating func selector(_ role: SelectorRole) throws(Stop) -> Selector {
    let start = current.range.start
    var selector = Selector(try source(role))
    height = 0
    if current.kind == .dot {
      advance()
      let pathStart = current.range.start
      selector.path = try path("a property name behind the dot")
      if !role.readsPath { warnOfUnreadPath(SourceRange(pathStart, previousEnd)) }
    }
    let sourceEnd = previousEnd
    if current.kind == .leftBrace { selector.filter = try filter() }
    if current.kind == .leftBracket { selector.window = try window() }
    selector.range = SourceRange(start, previousEnd)
    switch current.kind {
    case .dot, .leftBrace, .leftBracket:
      throw problem(
        .selectorOrder, "\(shown) stands too late here",
        expected: "the parts of a selector once and in the order event.property{filter}[window]")
    default: break
    }
    if selector.path == nil, role.readsPath, case .aggregate(let aggregate) = role {
      report(
        .missingPath, "\(aggregate.rawValue) needs a property to read",
        expected: "a property behind the event, such as purchase.amount",
        at: SourceRange(start, sourceEnd))
    }
    return selector
  }

  private mutating func source(_ role: SelectorRole) throws(Stop) -> Selector.Source {
    let token = current
    switch token.kind {
    case .star:
      advance()
      return .all
    case .string:
      advance()
      return .named(token.text)
    case .name where token.keyword != nil:
      throw keywordProblem("an event name")
    case .name where token.text == "session":
      return try session(role)
    case .name:
      advance()
      return .named(token.text)
    default:
      throw unexpected(expected: "an event name, a quoted event name or *")
    }
  }

  private mutating func session(_ role: SelectorRole) throws(Stop) -> Selector.Source {
    if inAny {
      throw problem(
        .misplacedInAny, "session cannot stand inside any",
        expected: "sessions beside any ( ), joined by and")
    }
    if case .step = role {
      throw problem(
        .misplacedSession, "a session stands alone: it neither starts nor follows a then",
        expected: #"an event; an event that is named session is written "session""#)
    }
    advance()
    return .session
  }

  private mutating func warnOfUnreadPath(_ range: SourceRange) {
    warn(
      .pathWithoutEffect, "nothing reads this property here",
      expected: "a filter such as {exists amount} to keep only events that have it", at: range)
  }

  private mutating func filter() throws(Stop) -> Expression {
    let opening = current.range
    let wasInFilter = inFilter
    inFilter = true
    advance()
    if current.kind == .rightBrace {
      throw problem(
        .unexpectedToken, "the filter is empty",
        expected: "a condition on the event's properties, or no braces at all")
    }
    let condition = try nested { (parser) throws(Stop) in try parser.expression() }
    try close(.rightBrace, "}", openedAt: opening, expected: "an operator")
    inFilter = wasInFilter
    return condition
  }

  // MARK: What stands around selectors

  /// `"count" "(" selector ")"` and its kin.
  mutating func aggregate(_ aggregate: Aggregate) throws(Stop) -> Expression {
    let start = current.range.start
    advance()
    let opening = current.range
    advance()
    let selector = try selector(.aggregate(aggregate))
    let filterHeight = height
    try close(.rightParenthesis, ")", openedAt: opening, expected: "a filter, a window")
    return try node(.aggregate(aggregate, selector), from: start, over: filterHeight)
  }

  /// `since`, `age` and `elapsed`, of events or of a trait.
  mutating func clock() throws(Stop) -> Expression {
    let start = current.range.start
    let keyword = current.keyword
    advance()
    let opening = current.range
    advance()
    let kind: Expression.Kind
    if current.keyword == .trait, next.kind == .dot, keyword != .age {
      try checkReferenceIsAllowed()
      advance()
      advance()
      let path = try path("a trait name behind trait.")
      kind = keyword == .since ? .sinceTrait(path) : .elapsedTrait(path)
      height = 0
    } else if keyword == .elapsed {
      throw unexpected(expected: "a trait that holds a date, such as elapsed(trait.renews)")
    } else {
      let selector = try selector(.clock)
      kind = keyword == .since ? .since(selector) : .age(selector)
    }
    let partHeight = height
    try close(.rightParenthesis, ")", openedAt: opening, expected: "a filter, a window")
    return try node(kind, from: start, over: partHeight)
  }

  /// `"any" path "(" expression ")"`
  mutating func quantified() throws(Stop) -> Expression {
    let start = current.range.start
    if inAny {
      throw problem(
        .misplacedInAny, "any cannot stand inside any",
        expected: "the two side by side, joined by and")
    }
    advance()
    let path = try path("a property behind any, such as any product_id ( )")
    let opening = current.range
    guard accept(.leftParenthesis) else {
      throw unexpected(expected: "( and the condition that one value must meet")
    }
    inAny = true
    let condition = try nested { (parser) throws(Stop) in try parser.expression() }
    try close(.rightParenthesis, ")", openedAt: opening, expected: "an operator")
    inAny = false
    return try node(.any(path, condition), from: start, over: height)
  }

  /// `selector { "then" step }`
  mutating func pattern() throws(Stop) -> Expression {
    let start = current.range.start
    var pattern = Pattern(try selector(.pattern))
    var tallest = height
    if pattern.first.source == .session, current.keyword == .then {
      throw problem(
        .misplacedSession, "a session stands alone: it neither starts nor follows a then",
        expected: "and, to join two conditions", at: pattern.first.range)
    }
    while accept(.then) {
      pattern.steps.append(try step(&tallest))
    }
    if current.keyword == .without || current.keyword == .within {
      throw unexpected(expected: "then and another event, or an operator such as and")
    }
    return try node(.pattern(pattern), from: start, over: tallest)
  }

  /// What follows `then`.
  private mutating func step(_ tallest: inout Int) throws(Stop) -> Pattern.Step {
    let isAbsent = accept(.absent)
    let selector = try selector(.step)
    tallest = max(tallest, height)
    guard accept(.within) else {
      throw unexpected(
        expected: "within and the longest time it may take, such as within 24h",
        suggestion: current.kind == .name
          ? NearestName.find(current.text, among: ["within"]) : nil)
    }
    let length = try duration("a duration such as 24h behind within", unit: "h")
    if isAbsent { return .absent(selector, withinMs: length) }
    guard accept(.without) else { return .then(selector, withinMs: length, without: nil) }
    let without = try self.selector(.step)
    tallest = max(tallest, height)
    return .then(selector, withinMs: length, without: without)
  }
}
