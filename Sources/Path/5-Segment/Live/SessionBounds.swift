import StarlingLanguage

/// What a session must reach to pass a filter: properties that only grow while it goes on.
struct SessionBounds: Sendable {
  struct Bound: Sendable {
    /// A number of events, pages or kinds, or the duration in seconds.
    var property: SessionProperty
    /// At least this much; more may be asked for.
    var least: Double
  }

  /// All of these are needed.
  private(set) var list: [Bound] = []
  /// Whether nothing else is needed: a session that passes does so for ever.
  private(set) var areAll = true

  /// The bounds that a filter sets.
  init(_ filter: Expression) { collect(filter) }

  private mutating func collect(_ condition: Expression) {
    switch condition.kind {
    case .and(let operands): for operand in operands { collect(operand) }
    case .comparison(let left, .greaterOrEqual, let right),
      .comparison(let left, .greater, let right):
      guard case .path(let path) = left.kind, let property = SessionProperty(path),
        property.grows, let least = right.constantNumber
      else {
        areAll = false
        return
      }
      list.append(Bound(property: property, least: least))
    default: areAll = false
    }
  }
}

extension SessionProperty {
  fileprivate var grows: Bool {
    switch self {
    case .events, .pages, .duration, .kinds: true
    case .entry, .exit: false
    }
  }
}

extension Expression {
  /// The number that a literal is, durations in seconds; `nil` for anything else.
  fileprivate var constantNumber: Double? {
    switch kind {
    case .number(let number): number
    case .duration(let ms): Double(ms) / 1_000
    default: nil
    }
  }
}
