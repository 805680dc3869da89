extension Expression {
  /// Calls `visit` with this node and all below it, also those in the filters of selectors, parents
  /// first and in the order of the text.
  package func forEachNode(_ visit: (Expression) -> Void) {
    visit(self)
    for part in parts { part.forEachNode(visit) }
  }

  /// The nodes right below this one, filters of selectors among them, in the order of the text.
  private var parts: [Expression] {
    switch kind {
    case .and(let operands), .or(let operands): operands
    case .not(let operand), .negative(let operand), .isIn(let operand, _, _),
      .text(let operand, _, _), .any(_, let operand):
      [operand]
    case .comparison(let left, _, let right), .arithmetic(let left, _, let right): [left, right]
    default: selectors.compactMap(\.filter)
    }
  }

  /// Height of the tree, a single node counting 1.
  ///
  /// - Parameter below: Height of what a node stands for that refers to a definition, else 0.
  func height(_ below: (Expression) -> Int) -> Int {
    1 + max(below(self), parts.reduce(0) { max($0, $1.height(below)) })
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
