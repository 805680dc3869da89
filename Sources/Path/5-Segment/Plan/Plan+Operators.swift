import StarlingLanguage

extension Operand {
  /// The path that is read, by index.
  var path: Int {
    switch self {
    case .trait(let path), .first(_, let path), .last(_, let path): path
    }
  }
}

extension Comparator {
  /// The comparator with its sides exchanged.
  var mirrored: Comparator {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// Whether the comparison holds between two numbers.
  @inline(__always)
  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  /// Whether the comparison holds when an operand is absent.
  var holdsForAbsent: Bool { self == .notEqual }
}

extension ArithmeticOperator {
  /// The result, absent for a division by zero.
  func apply(_ left: Double, _ right: Double) -> Double? {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: right == 0 ? nil : left / right
    }
  }
}
