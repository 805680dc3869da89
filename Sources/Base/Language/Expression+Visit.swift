extension Expression {
  /// Calls `visit` with this node and all below it, also those in the filters of selectors, parents
  /// first and in the order of the text.
  package func forEachNode(_ visit: (Expression) -> Void) {
    visit(self)
    switch kind {
    case .and(let operands), .or(let operands):
      for operand in operands { operand.forEachNode(visit) }
    case .not(let operand), .negative(let operand), .isIn(let operand, _, _),
      .text(let operand, _, _), .any(_, let operand):
      operand.forEachNode(visit)
    case .comparison(let left, _, let right), .arithmetic(let left, _, let right):
      left.forEachNode(visit)
      right.forEachNode(visit)
    default:
      for selector in selectors { selector.filter?.forEachNode(visit) }
    }
  }

  /// The selectors of this node itself, in the order of the text.
  package var selectors: [Selector] {
    switch kind {
    case .aggregate(_, let selector), .since(let selector), .age(let selector): [selector]
    case .pattern(let pattern): pattern.selectors
    default: []
    }
  }
}

extension Pattern {
  /// All selectors, in the order of the text.
  package var selectors: [Selector] {
    var all = [first]
    for step in steps {
      switch step {
      case .then(let selector, _, let without): all += [selector] + (without.map { [$0] } ?? [])
      case .absent(let selector, _): all.append(selector)
      }
    }
    return all
  }
}
