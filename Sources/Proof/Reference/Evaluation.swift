import StarlingLanguage
import StarlingModel

/// One person at one instant: what expressions are evaluated against.
struct Evaluation {
  let evaluator: ReferenceEvaluator
  let person: ReferencePerson
  let now: Stamp
  /// The person's visible events in timeline order.
  let visible: [TimelineEvent]
  let timing: PercentileTiming
  /// Inside `any path (e)`: the path and the value that selected events must have there.
  var restriction: (path: PropertyPath, value: Value)?

  init(
    _ evaluator: ReferenceEvaluator, _ person: ReferencePerson, at now: Stamp,
    timing: PercentileTiming
  ) {
    self.evaluator = evaluator
    self.person = person
    self.now = now
    self.timing = timing
    visible = person.visibleEvents(at: now)
  }

  /// Whether the person is one of the people at this instant.
  var isInUniverse: Bool { !visible.isEmpty }

  func isTrue(_ expression: Expression) -> Bool {
    Operators.isEqual(value(of: expression), .boolean(true))
  }

  /// The value of an expression, absent as `nil`.
  func value(of expression: Expression) -> Value? {
    StarlingReference.value(of: expression, matches: evaluator.matches, leaf: leafValue)
  }

  private func leafValue(_ expression: Expression) -> Value? {
    switch expression.kind {
    case .aggregate(let aggregate, let selector): return value(of: aggregate, over: selector)
    case .since(let selector): return secondsSince(select(selector).last?.stamp)
    case .age(let selector): return secondsSince(select(selector).first?.stamp)
    case .sinceTrait(let path): return secondsSince(startOfTraitValue(path))
    case .elapsedTrait(let path):
      return secondsSince(traitValue(path)?.string.flatMap(namedInstant))
    case .reference(let reference, let path): return value(of: reference, path)
    case .existsReference(let reference, let path):
      return .boolean(value(of: reference, path) != nil)
    case .any(let path, let inner): return .boolean(holdsForAnyValue(of: path, inner))
    case .pattern(let pattern): return .boolean(holds(pattern))
    case .comparison(let left, let comparator, let right):
      guard case .percentile(let share) = right.kind else { return nil }
      return .boolean(comparesWithPercentile(left, comparator, share))
    default: return nil  // Paths and percentiles mean nothing on their own.
    }
  }

  private func secondsSince(_ stamp: Stamp?) -> Value? {
    stamp.map { .number(Double(now.milliseconds - $0.milliseconds) / 1000) }
  }

  private func value(of reference: Reference, _ path: PropertyPath) -> Value? {
    let name = path.components.joined(separator: ".")
    switch reference {
    case .trait: return traitValue(path)
    case .segment:
      return evaluator.definition(ofSegment: name).map { .boolean(isTrue($0.expression)) }
    case .metric: return evaluator.definition(ofMetric: name).flatMap { value(of: $0.expression) }
    case .list:
      let listed = evaluator.lists[name] ?? []
      return .boolean(
        person.identifiers.contains { identifier in
          listed.contains { ExactText($0) == identifier }
        })
    case .score, .cluster: return nil  // No model has stored an output.
    }
  }

  /// `any path (inner)`: true when it is true for some value, with selectors restricted to it.
  private func holdsForAnyValue(of path: PropertyPath, _ inner: Expression) -> Bool {
    let candidates = visible.filter(\.kind.isSelectable).flatMap { $0.elements(at: path) }
    return candidates.contains { candidate in
      var restricted = self
      restricted.restriction = (path, candidate)
      return restricted.isTrue(inner)
    }
  }

  /// Compares with the threshold; false when there is none.
  private func comparesWithPercentile(
    _ left: Expression, _ comparator: Comparator, _ share: Double
  ) -> Bool {
    guard let threshold = evaluator.percentile(share, of: left, at: now, timing: timing) else {
      return false
    }
    return Operators.compare(value(of: left), comparator, .number(threshold))
  }
}
