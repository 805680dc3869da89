import StarlingLanguage

extension Expression {
  /// Conditions of the same place that are simpler by one step: a part in place of the whole, an
  /// operand, a step, a filter or a window less.
  var simplerForms: [Expression] {
    switch kind {
    case .boolean: return []
    case .and(let operands):
      return operands + joined(operands, Kind.and) + inside(operands, Kind.and)
    case .or(let operands):
      return operands + joined(operands, Kind.or) + inside(operands, Kind.or)
    case .not(let operand): return [operand] + operand.simplerForms.map { Expression(.not($0)) }
    case .any(let path, let inner):
      return [inner] + inner.simplerForms.map { Expression(.any(path, $0)) }
    case .comparison(let left, let comparator, let right):
      return left.simplerNumbers.map { Expression(.comparison($0, comparator, right)) }
        + right.simplerNumbers.map { Expression(.comparison(left, comparator, $0)) }
    case .isIn(let value, let list, let negated):
      return value.simplerNumbers.map { Expression(.isIn($0, list, negated: negated)) }
    case .text(let value, let test, let text):
      return value.simplerNumbers.map { Expression(.text($0, test, text)) }
    case .pattern(let pattern):
      return pattern.simplerForms.map { Expression(.pattern($0)) } + [Expression(.boolean(true))]
    default: return [Expression(.boolean(true)), Expression(.boolean(false))]
    }
  }

  /// Values simpler by one step.
  private var simplerNumbers: [Expression] {
    switch kind {
    case .arithmetic(let left, let operation, let right):
      return [left, right]
        + left.simplerNumbers.map { Expression(.arithmetic($0, operation, right)) }
        + right.simplerNumbers.map { Expression(.arithmetic(left, operation, $0)) }
    case .negative(let operand):
      return [operand] + operand.simplerNumbers.map { Expression(.negative($0)) }
    case .aggregate(let aggregate, let selector):
      var forms = selector.simplerForms.map { Expression(.aggregate(aggregate, $0)) }
      if ![.count, .first, .last].contains(aggregate) {
        var counted = selector
        counted.path = nil
        forms.append(Expression(.aggregate(.count, counted)))
      }
      return forms
    case .since(let selector): return selector.simplerForms.map { Expression(.since($0)) }
    case .age(let selector): return selector.simplerForms.map { Expression(.age($0)) }
    default: return []
    }
  }

  /// The operands without one of them, for three or more.
  private func joined(
    _ operands: [Expression], _ join: ([Expression]) -> Kind
  ) -> [Expression] {
    guard operands.count > 2 else { return [] }
    return operands.indices.map { left in
      Expression(join(operands.indices.filter { $0 != left }.map { operands[$0] }))
    }
  }

  /// The operands with one of them simpler.
  private func inside(_ operands: [Expression], _ join: ([Expression]) -> Kind) -> [Expression] {
    operands.indices.flatMap { index in
      operands[index].simplerForms.compactMap { simpler in
        var changed = operands
        changed[index] = simpler
        let whole = Expression(join(changed))
        return whole.isFlat ? whole : nil
      }
    }
  }

  private var isFlat: Bool {
    switch kind {
    case .and(let operands):
      !operands.contains { if case .and = $0.kind { true } else { false } }
    case .or(let operands):
      !operands.contains { if case .or = $0.kind { true } else { false } }
    default: true
    }
  }
}

extension Selector {
  /// Without window or filter, or with a simpler filter.
  fileprivate var simplerForms: [Selector] {
    var forms: [Selector] = []
    if window != nil { forms.append(changed { $0.window = nil }) }
    if case .rolling(let lengthMs, let offsetMs) = window, offsetMs != 0 {
      forms.append(changed { $0.window = .rolling(lengthMs: lengthMs, offsetMs: 0) })
    }
    if let filter {
      forms.append(changed { $0.filter = nil })
      forms += filter.simplerForms.map { simpler in changed { $0.filter = simpler } }
    }
    return forms
  }

  private func changed(_ change: (inout Selector) -> Void) -> Selector {
    var copy = self
    change(&copy)
    return copy
  }
}

extension Pattern {
  /// A step less, or a selector simpler.
  fileprivate var simplerForms: [Pattern] {
    var forms = steps.indices.map { left in
      Pattern(first, steps.indices.filter { $0 != left }.map { steps[$0] })
    }
    forms += first.simplerForms.map { Pattern($0, steps) }
    for index in steps.indices {
      for simpler in steps[index].simplerForms {
        var changed = steps
        changed[index] = simpler
        forms.append(Pattern(first, changed))
      }
    }
    return forms
  }
}

extension Pattern.Step {
  fileprivate var simplerForms: [Pattern.Step] {
    switch self {
    case .absent(let selector, let withinMs):
      return selector.simplerForms.map { .absent($0, withinMs: withinMs) }
    case .then(let selector, let withinMs, let without):
      let fewer: [Pattern.Step] =
        without == nil ? [] : [.then(selector, withinMs: withinMs, without: nil)]
      return fewer
        + selector.simplerForms.map { .then($0, withinMs: withinMs, without: without) }
        + (without?.simplerForms ?? []).map { .then(selector, withinMs: withinMs, without: $0) }
    }
  }
}
