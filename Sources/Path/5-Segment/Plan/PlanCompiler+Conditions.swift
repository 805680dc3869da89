import StarlingLanguage
import StarlingModel

// Conditions as operands: `purchase == true`, `trait.vip != (count(purchase) > 3)`.

extension PlanCompiler {
  /// Whether an expression is true or false and nothing else.
  func isCondition(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .and, .or, .not, .comparison, .isIn, .text, .existsReference, .any, .pattern,
      .reference(.segment, _), .reference(.list, _):
      true
    default: false
    }
  }

  /// Whether an expression is a string or boolean literal.
  func isText(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .string, .boolean: true
    default: false
    }
  }

  /// Whether an expression is a value whose type is known only when it is read.
  func isValue(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .aggregate(.first, _), .aggregate(.last, _), .reference(.trait, _): true
    default: false
    }
  }

  /// A comparison in which one side at least is a condition: a boolean value, in no order.
  mutating func conditionComparison(
    _ left: Expression, _ comparator: Comparator, _ right: Expression
  ) throws(PlanError) -> Int {
    guard comparator == .equal || comparator == .notEqual else { return intern(.constant(false)) }
    let isLeft = isCondition(left)
    let equal = try equality(isLeft ? left : right, isLeft ? right : left)
    return comparator == .equal ? equal : intern(.not(equal))
  }

  private mutating func equality(
    _ condition: Expression, _ other: Expression
  ) throws(PlanError) -> Int {
    let node = try node(condition)
    if case .boolean(let value) = other.kind { return value ? node : intern(.not(node)) }
    if isCondition(other) {
      let other = try self.node(other)
      return either(both: node, other, orNeither: other)
    }
    // A number or a string is never equal to a condition; a value may be a boolean.
    guard isValue(other) else { return intern(.constant(false)) }
    let isTrue = try comparison(other, .equal, Expression(.boolean(true)))
    let isFalse = try comparison(other, .equal, Expression(.boolean(false)))
    return either(both: node, isTrue, orNeither: intern(.not(isFalse)))
  }

  /// `node` and `whenTrue`, or neither `node` nor `whenFalse`.
  private mutating func either(
    both node: Int, _ whenTrue: Int, orNeither whenFalse: Int
  ) -> Int {
    let both = intern(.and(intern([node, whenTrue])))
    let neither = intern(.and(intern([intern(.not(node)), intern(.not(whenFalse))])))
    return intern(.or(intern([both, neither])))
  }

  /// Whether a reference has a value.
  mutating func exists(
    _ reference: Reference, _ path: PropertyPath
  ) throws(PlanError) -> Int {
    switch reference {
    case .metric:
      // Only what is absent is not equal to itself.
      let number = try numeric(Expression(.reference(.metric, path)))
      return intern(.compare(number, .equal, number))
    default:
      let text = Expression(.existsReference(reference, path)).text
      throw PlanError(description: "'\(text)' is no condition of this version")
    }
  }
}
