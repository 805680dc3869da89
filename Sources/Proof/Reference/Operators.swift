import StarlingLanguage
import StarlingModel

/// What the operators of the language say about two values; absent is `nil`.
///
/// Logic is two-valued: a comparison with an absent operand, or between values of different types,
/// is false, and `!=` is the exact negation of `==`.
enum Operators {
  static func isEqual(_ left: Value?, _ right: Value?) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): isSame(left, right)
    case (.boolean(let left), .boolean(let right)): left == right
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { isEqual($0, $1) }
    default: false
    }
  }

  static func compare(_ left: Value?, _ comparator: Comparator, _ right: Value?) -> Bool {
    switch comparator {
    case .equal: return isEqual(left, right)
    case .notEqual: return !isEqual(left, right)
    default: break
    }
    guard case .number(let left) = left, case .number(let right) = right else { return false }
    switch comparator {
    case .less: return left < right
    case .lessOrEqual: return left <= right
    case .greater: return left > right
    case .greaterOrEqual: return left >= right
    case .equal, .notEqual: return false
    }
  }

  static func isIn(_ value: Value?, _ list: [Value], negated: Bool) -> Bool {
    let isFound = list.contains { isEqual(value, $0) }
    return negated ? !isFound : isFound
  }

  /// All tests but `matches`, which needs a compiled expression.
  static func test(_ value: Value?, _ test: TextTest, _ text: String) -> Bool {
    if case .list(let elements) = value {
      return test == .contains && elements.contains { isEqual($0, .string(text)) }
    }
    guard case .string(let string) = value else { return false }
    switch test {
    case .contains: return ExactText(string).contains(ExactText(text))
    case .startsWith: return string.utf8.starts(with: text.utf8)
    case .endsWith: return string.utf8.reversed().starts(with: text.utf8.reversed())
    case .matches: return false
    }
  }

  /// Absent spreads; division by zero is absent.
  static func calculate(
    _ left: Value?, _ operation: ArithmeticOperator, _ right: Value?
  ) -> Value? {
    guard let left = left?.number, let right = right?.number else { return nil }
    switch operation {
    case .plus: return .number(left + right)
    case .minus: return .number(left - right)
    case .times: return .number(left * right)
    case .divided: return right == 0 ? nil : .number(left / right)
    }
  }
}
