import StarlingLanguage
import StarlingModel

/// The value of an expression as far as filters and conditions have the same meaning: literals,
/// logic, comparisons and arithmetic. All other parts are read by `leaf`.
///
/// - Returns: The value, absent as `nil`; a condition's is a boolean, never absent.
func value(
  of expression: Expression, matches: (String, String) -> Bool, leaf: (Expression) -> Value?
) -> Value? {
  func read(_ part: Expression) -> Value? { value(of: part, matches: matches, leaf: leaf) }
  func isTrue(_ part: Expression) -> Bool { Operators.isEqual(read(part), .boolean(true)) }

  switch expression.kind {
  case .boolean(let boolean): return .boolean(boolean)
  case .number(let number): return .number(number)
  case .duration(let milliseconds): return .number(Double(milliseconds) / 1000)
  case .string(let string): return .string(string)
  case .and(let operands): return .boolean(operands.allSatisfy(isTrue))
  case .or(let operands): return .boolean(operands.contains(where: isTrue))
  case .not(let operand): return .boolean(!isTrue(operand))
  case .comparison(_, _, let right) where right.isPercentile: return leaf(expression)
  case .comparison(let left, let comparator, let right):
    return .boolean(Operators.compare(read(left), comparator, read(right)))
  case .isIn(let operand, let list, let negated):
    return .boolean(Operators.isIn(read(operand), list, negated: negated))
  case .text(let operand, .matches, let pattern):
    guard let string = read(operand)?.string else { return .boolean(false) }
    return .boolean(matches(pattern, string))
  case .text(let operand, let test, let text):
    return .boolean(Operators.test(read(operand), test, text))
  case .arithmetic(let left, let operation, let right):
    return Operators.calculate(read(left), operation, read(right))
  case .negative(let operand): return read(operand)?.number.map { .number(-$0) }
  default: return leaf(expression)
  }
}

extension Expression {
  /// Whether this is the right side of a percentile comparison.
  var isPercentile: Bool {
    if case .percentile = kind { true } else { false }
  }
}
