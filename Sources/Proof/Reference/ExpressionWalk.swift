import StarlingLanguage
import StarlingModel

extension Expression {
  /// The expression and everything inside it, filters of selectors included.
  var allParts: [Expression] { [self] + directParts.flatMap(\.allParts) }

  private var directParts: [Expression] {
    let filters = directSelectors.compactMap(\.filter)
    switch kind {
    case .and(let operands), .or(let operands): return operands + filters
    case .not(let operand), .isIn(let operand, _, _), .text(let operand, _, _),
      .negative(let operand), .any(_, let operand):
      return [operand] + filters
    case .comparison(let left, _, let right), .arithmetic(let left, _, let right):
      return [left, right] + filters
    default: return filters
    }
  }

  private var directSelectors: [Selector] {
    switch kind {
    case .aggregate(_, let selector), .since(let selector), .age(let selector): [selector]
    case .pattern(let pattern): [pattern.first] + pattern.steps.flatMap(\.selectors)
    default: []
    }
  }
}

extension Pattern.Step {
  /// The step's selectors.
  fileprivate var selectors: [Selector] {
    switch self {
    case .then(let selector, _, let without): [selector] + (without.map { [$0] } ?? [])
    case .absent(let selector, _): [selector]
    }
  }
}

extension Workspace {
  /// An expression and the expressions of all segments and metrics that it depends on.
  func closure(of expression: Expression) -> [Expression] {
    var found = [expression]
    var next = 0
    while next < found.count {
      for part in found[next].allParts {
        guard let definition = definition(meantBy: part), !found.contains(definition.expression)
        else { continue }
        found.append(definition.expression)
      }
      next += 1
    }
    return found
  }

  private func definition(meantBy part: Expression) -> Definition? {
    switch part.kind {
    case .reference(.segment, let path), .existsReference(.segment, let path):
      segments.first { $0.name == path.components.joined(separator: ".") }
    case .reference(.metric, let path), .existsReference(.metric, let path):
      metrics.first { $0.name == path.components.joined(separator: ".") }
    default: nil
    }
  }
}
