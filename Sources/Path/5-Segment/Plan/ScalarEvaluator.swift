import StarlingLanguage
import StarlingModel
import StarlingRegex

/// The meaning of filters: conditions over single values, with absence.
///
/// Every filter and every test of a trait goes through here, once for each different value where
/// one value decides, else row by row.
struct ScalarEvaluator {
  /// Gives the value at a path, `nil` when absent.
  typealias Reader = (PropertyPath) -> Value?

  /// Compiled regular expressions by pattern.
  private var expressions: [String: RegularExpression] = [:]

  /// An evaluator that has compiled the patterns of `expression` beforehand.
  init(for expression: Expression? = nil) {
    if let expression { compile(expression) }
  }

  private mutating func compile(_ expression: Expression) {
    switch expression.kind {
    case .and(let operands), .or(let operands):
      for operand in operands { compile(operand) }
    case .not(let operand): compile(operand)
    case .text(_, .matches, let pattern):
      // The check refused patterns that do not compile; such a one matches nothing here.
      expressions[pattern] = try? RegularExpression(pattern)
    default: break
    }
  }

  /// Whether a condition holds.
  func truth(_ expression: Expression, _ read: Reader) -> Bool {
    switch expression.kind {
    case .boolean(let value): return value
    case .and(let operands): return operands.allSatisfy { truth($0, read) }
    case .or(let operands): return operands.contains { truth($0, read) }
    case .not(let operand): return !truth(operand, read)
    case .path, .string: return value(expression, read) == .boolean(true)
    case .existsPath(let path): return read(path) != nil
    case .comparison(let left, let comparator, let right):
      return holds(value(left, read), comparator, value(right, read))
    case .isIn(let operand, let values, let negated):
      let found = value(operand, read).map { values.contains($0) } ?? false
      return found != negated
    case .text(let operand, let test, let text):
      return holds(value(operand, read), test, text)
    default: return false
    }
  }

  private func holds(_ left: Value?, _ comparator: Comparator, _ right: Value?) -> Bool {
    switch comparator {
    case .equal: return left != nil && left == right
    case .notEqual: return left == nil || left != right
    default:
      guard let left = left?.number, let right = right?.number else { return false }
      return comparator.holds(left, right)
    }
  }

  private func holds(_ value: Value?, _ test: TextTest, _ text: String) -> Bool {
    if case .list(let elements) = value {
      return test == .contains && elements.contains(.string(text))
    }
    guard let string = value?.string else { return false }
    switch test {
    case .contains: return string.utf8.firstRange(of: text.utf8) != nil
    case .startsWith: return string.utf8.starts(with: text.utf8)
    case .endsWith: return string.utf8.reversed().starts(with: text.utf8.reversed())
    case .matches: return expressions[text]?.isFound(in: string) ?? false
    }
  }

  /// The value of an operand.
  func value(_ expression: Expression, _ read: Reader) -> Value? {
    switch expression.kind {
    case .number(let number): return .number(number)
    case .duration(let ms): return .number(Double(ms) / 1000)
    case .string(let string): return .string(string)
    case .boolean(let boolean): return .boolean(boolean)
    case .path(let path): return read(path)
    case .negative(let operand):
      return value(operand, read)?.number.map { .number(-$0) }
    case .arithmetic(let left, let operation, let right):
      guard let left = value(left, read)?.number, let right = value(right, read)?.number
      else { return nil }
      return operation.apply(left, right).map { .number($0) }
    default: return .boolean(truth(expression, read))
    }
  }
}

extension Collection where Element: Equatable {
  /// The first place at which `pattern` occurs.
  fileprivate func firstRange(of pattern: some Collection<Element>) -> Index? {
    var start = startIndex
    while true {
      if self[start...].starts(with: pattern) { return start }
      if start == endIndex { return nil }
      start = index(after: start)
    }
  }
}
