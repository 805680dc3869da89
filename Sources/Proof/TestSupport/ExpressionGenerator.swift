import StarlingLanguage
import StarlingModel

/// Random conditions over the whole grammar, well typed, about the events that
/// `TimelineGenerator` makes.
///
/// Trees are made as the parser makes them: `and` and `or` are flat, `session` never stands in a
/// chain or in `any`, clocks stand alone on one side of a comparison with a constant.
package struct ExpressionGenerator {
  /// Segments that may be referred to.
  package var segments: [String] = []
  /// Metrics that may be referred to.
  package var metrics: [String] = []
  /// Lists that may be referred to.
  package var lists: [String] = []
  /// Lengths of windows and steps. Unit: ms.
  package var lengthsMs = TimelineGenerator.usualLengthsMs
  /// Absolute windows start later.
  package var start = TimelineGenerator.usualStart
  /// Whether every condition is made of chains alone, see `orderlyChain`.
  package var areChains = false
  /// Whether the text stands inside `any path (…)`, which allows less.
  var isInsideAny = false

  /// Refers to nothing until names are set.
  package init() {}

  /// A condition whose tree has at most `depth` levels of logic.
  package func condition(depth: Int, using random: inout SeededGenerator) -> Expression {
    guard depth > 0 else { return predicate(using: &random) }
    switch random.number(0...9) {
    case 0...1:
      return Expression(.and(operands(depth, using: &random) { $0.isConjunction }))
    case 2...3:
      return Expression(.or(operands(depth, using: &random) { $0.isDisjunction }))
    case 4: return Expression(.not(condition(depth: depth - 1, using: &random)))
    case 5 where !isInsideAny:
      var inside = self
      inside.isInsideAny = true
      let path: PropertyPath = random.pick([
        "product_id", "category", "tags", "context.device.type",
      ])
      return Expression(.any(path, inside.condition(depth: depth - 1, using: &random)))
    default: return predicate(using: &random)
    }
  }

  /// Two or three operands, none of which is of the kind that they are joined by.
  private func operands(
    _ depth: Int, using random: inout SeededGenerator, isJoined: (Expression) -> Bool
  ) -> [Expression] {
    var operands: [Expression] = []
    for _ in 0..<random.number(2...3) {
      let operand = condition(depth: depth - 1, using: &random)
      operands.append(isJoined(operand) ? Expression(.not(operand)) : operand)
    }
    return operands
  }

  /// A condition without logic at its top.
  private func predicate(using random: inout SeededGenerator) -> Expression {
    if areChains { return Expression(.pattern(orderlyChain(using: &random))) }
    switch random.number(0...99) {
    case 0..<30: return numericComparison(using: &random)
    case 30..<40: return clockComparison(using: &random)
    case 40..<48: return valueTest(using: &random)
    case 48..<56: return Expression(.pattern(Pattern(lone(using: &random))))
    case 56..<82: return Expression(.pattern(chain(using: &random)))
    case 82..<98 where !isInsideAny: return outsideAny(using: &random)
    default: return Expression(.boolean(random.chance(50)))
    }
  }

  /// A condition that may not stand in `any`.
  private func outsideAny(using random: inout SeededGenerator) -> Expression {
    switch random.number(0...5) {
    case 0 where !segments.isEmpty:
      return Expression(.reference(.segment, PropertyPath([random.pick(segments)])))
    case 1 where !lists.isEmpty:
      return Expression(.reference(.list, PropertyPath([random.pick(lists)])))
    case 2...3:
      let share = random.pick([10.0, 25, 50, 75, 90, 100, 0.5])
      return Expression(
        .comparison(
          number(depth: 1, using: &random), random.pick(Comparator.allCases),
          Expression(.percentile(share))))
    default: return traitTest(using: &random)
    }
  }
}

extension Expression {
  fileprivate var isConjunction: Bool { if case .and = kind { true } else { false } }
  fileprivate var isDisjunction: Bool { if case .or = kind { true } else { false } }
}
