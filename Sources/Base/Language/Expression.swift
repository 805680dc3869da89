import StarlingModel

/// The tree of an expression of the segment language.
///
/// Two expressions are equal when they mean the same text apart from blanks and comments: source
/// ranges do not take part in equality, so equal predicates of different segments can be shared.
package struct Expression: Hashable, Sendable {
  /// What the node is, with its parts.
  package var kind: Kind
  /// The bytes of the source text that this node was read from.
  package var range: SourceRange

  /// Makes a node; generated trees need no range.
  package init(_ kind: Kind, range: SourceRange = SourceRange(0, 0)) {
    self.kind = kind
    self.range = range
  }

  /// Equal meaning; ranges do not count.
  package static func == (left: Expression, right: Expression) -> Bool { left.kind == right.kind }
  /// Hashes the meaning; ranges do not count.
  package func hash(into hasher: inout Hasher) { hasher.combine(kind) }

  /// The kinds of nodes, as the grammar has them.
  package indirect enum Kind: Hashable, Sendable {
    case boolean(Bool)
    case number(Double)
    /// A duration literal; as a number it counts seconds. Unit of the payload: ms.
    case duration(Int64)
    case string(String)
    /// Two or more operands, none of which is itself an `and`.
    case and([Expression])
    /// Two or more operands, none of which is itself an `or`.
    case or([Expression])
    case not(Expression)
    case comparison(Expression, Comparator, Expression)
    case isIn(Expression, [Value], negated: Bool)
    case text(Expression, TextTest, String)
    case arithmetic(Expression, ArithmeticOperator, Expression)
    case negative(Expression)
    /// A property path; only inside filters.
    case path(PropertyPath)
    /// `exists path`, only inside filters.
    case existsPath(PropertyPath)
    /// `exists trait.x` and its kin, only outside filters.
    case existsReference(Reference, PropertyPath)
    case aggregate(Aggregate, Selector)
    /// Seconds since the latest selected event.
    case since(Selector)
    /// Seconds since the earliest selected event.
    case age(Selector)
    /// Seconds since the trait took its present value.
    case sinceTrait(PropertyPath)
    /// Seconds since the instant that the trait's value names.
    case elapsedTrait(PropertyPath)
    case reference(Reference, PropertyPath)
    case any(PropertyPath, Expression)
    /// A selector on its own, or a chain of them.
    case pattern(Pattern)
    /// Only on the right of a comparison; 0 < p <= 100.
    case percentile(Double)
  }
}

/// The operators that compare two values.
package enum Comparator: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

/// The tests of a value against a string.
package enum TextTest: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case contains
  case startsWith = "starts with"
  case endsWith = "ends with"
  case matches
}

/// The operators that calculate with two numbers.
package enum ArithmeticOperator: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
}

/// The functions that make one value of the selected events.
package enum Aggregate: String, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  case count, days, sum, avg, min, max, distinct, first, last
}

/// What a name can refer to beside events.
package enum Reference: String, Hashable, Sendable, CaseIterable {
  case trait, segment, list, metric, score, cluster
}
