import StarlingModel

/// Checks that conditions stand where conditions are due and numbers where numbers are due, that
/// clocks are compared with constants, and warns of comparisons whose answer never changes.
struct TypeCheck {
  private(set) var diagnostics: [Diagnostic] = []
  private var inSession = false

  /// Checks an expression that must be true or false.
  mutating func requireBoolean(_ expression: Expression) {
    switch type(of: expression) {
    case .boolean, .value: break
    case .clock: reportClock(expression)
    case .number:
      report(
        .needsBoolean, expression, "a number stands where a condition is due",
        expected: "a comparison, such as \(Self.example(expression)) >= 1")
    case .string:
      report(
        .needsBoolean, expression, "a string stands where a condition is due",
        expected: "a comparison")
    case .result:
      report(
        .needsBoolean, expression, "a value stands where a condition is due",
        expected: "a comparison, such as \(Self.example(expression)) == true")
    }
  }

  /// Checks an expression that must be a number.
  mutating func requireNumber(_ expression: Expression) {
    switch type(of: expression) {
    case .number, .value, .result: break
    case .clock: reportClock(expression)
    case .boolean:
      let isPattern = if case .pattern = expression.kind { true } else { false }
      report(
        .needsNumber, expression, "a condition stands where a number is due",
        expected: isPattern ? "a number, such as count( ) of the event" : "a number")
    case .string:
      report(
        .needsNumber, expression, "a string stands where a number is due", expected: "a number")
    }
  }

  /// Checks the parts of an expression of either type.
  mutating func requireValue(_ expression: Expression) {
    if type(of: expression) == .clock { reportClock(expression) }
  }

  /// The expression when it is short enough for an example.
  private static func example(_ expression: Expression) -> String {
    let text = expression.text
    return text.utf8.count <= 60 ? text : "…"
  }

  // MARK: Types

  private mutating func type(of expression: Expression) -> ValueType {
    switch expression.kind {
    case .boolean, .existsPath, .existsReference: return .boolean
    case .number, .duration, .percentile: return .number
    case .string: return .string
    case .and(let operands), .or(let operands):
      for operand in operands { requireBoolean(operand) }
      return .boolean
    case .not(let operand):
      requireBoolean(operand)
      return .boolean
    case .comparison(let left, let comparator, let right):
      checkComparison(expression, left, comparator, right)
      return .boolean
    case .isIn(let operand, let values, let isNegated):
      checkIsIn(expression, operand, values, isNegated)
      return .boolean
    case .text(let operand, _, _):
      checkText(expression, operand)
      return .boolean
    case .arithmetic(let left, _, let right):
      requireNumber(left)
      requireNumber(right)
      return .number
    case .negative(let operand):
      requireNumber(operand)
      return .number
    case .path(let path): return property(path, expression.range)
    case .aggregate(let aggregate, let selector): return check(aggregate, selector)
    case .since(let selector), .age(let selector):
      check(selector)
      return .clock
    case .sinceTrait, .elapsedTrait: return .clock
    case .reference(let reference, _): return type(of: reference)
    case .any(_, let condition):
      requireBoolean(condition)
      return .boolean
    case .pattern(let pattern):
      check(pattern)
      return .boolean
    }
  }

  private func type(of reference: Reference) -> ValueType {
    switch reference {
    case .trait: .value
    case .segment, .list: .boolean
    case .metric, .score: .number
    case .cluster: .result
    }
  }

  // MARK: Selectors

  private mutating func check(_ aggregate: Aggregate, _ selector: Selector) -> ValueType {
    check(selector)
    switch aggregate {
    case .count, .days, .sum, .avg, .min, .max, .distinct: return .number
    case .first, .last:
      guard selector.source == .session, let path = selector.path else { return .result }
      return path.components.count == 1
        ? SessionProperty(rawValue: path.components[0])?.type ?? .result : .result
    }
  }

  private mutating func check(_ pattern: Pattern) {
    check(pattern.first)
    for step in pattern.steps {
      switch step {
      case .then(let selector, _, let without):
        check(selector)
        if let without { check(without) }
      case .absent(let selector, _): check(selector)
      }
    }
  }

  private mutating func check(_ selector: Selector) {
    let wasInSession = inSession
    inSession = selector.source == .session
    if inSession, let path = selector.path { _ = property(path, selector.range) }
    if let filter = selector.filter { requireBoolean(filter) }
    inSession = wasInSession
  }

  /// The type of a property; only those of sessions are known.
  private mutating func property(_ path: PropertyPath, _ range: SourceRange) -> ValueType {
    guard inSession else { return .value }
    if path.components.count == 1, let known = SessionProperty(rawValue: path.components[0]) {
      return known.type
    }
    let names = SessionProperty.allCases.map(\.rawValue)
    diagnostics.append(
      Diagnostic(
        .warning, .unknownProperty,
        "a session has no property \(ExpressionPrinter.path(path))",
        expected: names.joined(separator: ", "), range: range,
        suggestion: NearestName.find(path.components[0], among: names)))
    return .value
  }

  // MARK: Comparisons

  private mutating func checkComparison(
    _ whole: Expression, _ left: Expression, _ comparator: Comparator, _ right: Expression
  ) {
    let leftType = type(of: left)
    let rightType = type(of: right)
    if leftType == .clock || rightType == .clock {
      let other = leftType == .clock ? right : left
      if !other.isConstant { reportClock(leftType == .clock ? left : right) }
      return
    }
    if case .percentile = right.kind, leftType == .boolean || leftType == .string {
      let what = leftType.staticName ?? "this"
      report(.needsNumber, left, "\(what) has no percentiles", expected: "a number")
      return
    }
    guard let leftName = leftType.staticName, let rightName = rightType.staticName else {
      if !comparator.isEquality, let known = leftType.staticName ?? rightType.staticName,
        known != ValueType.number.staticName
      {
        warnConstant(whole, "\(comparator.rawValue) compares numbers only", isAlways: false)
      }
      return
    }
    if comparator.isEquality {
      guard leftType != rightType else { return }
      warnConstant(
        whole, "\(leftName) never equals \(rightName)", isAlways: comparator == .notEqual)
    } else if leftType != .number || rightType != .number {
      warnConstant(whole, "\(comparator.rawValue) compares numbers only", isAlways: false)
    }
  }

  private mutating func checkIsIn(
    _ whole: Expression, _ operand: Expression, _ values: [Value], _ isNegated: Bool
  ) {
    let type = type(of: operand)
    if type == .clock { return reportClock(operand) }
    guard let name = type.staticName else { return }
    let isPossible = values.contains { value in
      switch value {
      case .number: type == .number
      case .string: type == .string
      case .boolean: type == .boolean
      case .list: false
      }
    }
    if isPossible { return }
    warnConstant(whole, "\(name) is none of the listed values", isAlways: isNegated)
  }

  private mutating func checkText(_ whole: Expression, _ operand: Expression) {
    switch type(of: operand) {
    case .clock: reportClock(operand)
    case .boolean: warnConstant(whole, "a condition is not a string", isAlways: false)
    case .number: warnConstant(whole, "a number is not a string", isAlways: false)
    case .string, .value, .result: break
    }
  }

  // MARK: Problems

  private mutating func report(
    _ code: DiagnosticCode, _ place: Expression, _ message: String, expected: String
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, expected: expected, range: place.range))
  }

  private mutating func reportClock(_ expression: Expression) {
    report(
      .misplacedClock, expression,
      "since, age and elapsed stand only directly beside a comparison with a constant",
      expected: "a comparison such as since(purchase) > 3d")
  }

  private mutating func warnConstant(_ place: Expression, _ reason: String, isAlways: Bool) {
    diagnostics.append(
      Diagnostic(
        .warning, .constantComparison, "this is always \(isAlways): \(reason)",
        expected: "operands of the same type", range: place.range))
  }
}

extension Comparator {
  /// Whether it is `==` or `!=`, which compare values of all types.
  var isEquality: Bool { self == .equal || self == .notEqual }
}
