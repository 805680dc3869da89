extension Expression {
  /// Whether the expression is a calculation with literal numbers and durations only.
  package var isConstant: Bool {
    switch kind {
    case .number, .duration: true
    case .negative(let operand): operand.isConstant
    case .arithmetic(let left, _, let right): left.isConstant && right.isConstant
    default: false
    }
  }

  /// The value of a constant, durations in seconds; nil when it is none or divides by zero.
  package var constantNumber: Double? {
    switch kind {
    case .number(let number): return number
    case .duration(let milliseconds): return Double(milliseconds) / 1000
    case .negative(let operand): return operand.constantNumber.map { -$0 }
    case .arithmetic(let left, let sign, let right):
      guard let left = left.constantNumber, let right = right.constantNumber else { return nil }
      switch sign {
      case .plus: return left + right
      case .minus: return left - right
      case .times: return left * right
      case .divided: return right == 0 ? nil : left / right
      }
    default: return nil
    }
  }
}
