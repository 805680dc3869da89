import StarlingLanguage
import StarlingModel

/// Where the truth of an expression can change, found by brute force: a superset, cheap to reason
/// about, of the instants that matter.
///
/// Truth can change only
/// - when one of the person's events becomes visible;
/// - a fixed time after such an event: at either end of a rolling window, when a `then no … within`
///   is confirmed, when `since` or `age` passes its constant; also 1 ms later, for `>` and `<=`;
/// - a fixed time after, or before, the instant that a trait names (`elapsed`);
/// - at the start of a calendar unit that a window uses;
/// - when a percentile's threshold is computed again.
struct ChangeInstants {
  /// Distances from an event or a named instant at which something may happen. Unit: ms.
  private(set) var distancesMs: Set<Int64> = [0]
  private(set) var units: Set<CalendarUnit> = []
  /// Traits whose value names an instant.
  private(set) var elapsedTraits: Set<PropertyPath> = []
  private(set) var hasPercentile = false

  /// Collects the constants of an expression and of all that it refers to.
  init(_ expression: Expression, in workspace: Workspace) {
    for part in workspace.closure(of: expression).flatMap(\.allParts) { collect(part) }
  }

  private mutating func collect(_ part: Expression) {
    switch part.kind {
    case .aggregate(_, let selector), .since(let selector), .age(let selector):
      collect(selector.window)
    case .elapsedTrait(let path): elapsedTraits.insert(path)
    case .pattern(let pattern):
      collect(pattern.first.window)
      for step in pattern.steps { collect(step) }
    case .percentile: hasPercentile = true
    case .comparison(let left, _, let right):
      if left.isClock { collect(constant: right) }
      if right.isClock { collect(constant: left) }
    default: break
    }
  }

  private mutating func collect(_ step: Pattern.Step) {
    switch step {
    case .then(let selector, let withinMs, let without):
      distancesMs.insert(withinMs)
      collect(selector.window)
      collect(without?.window)
    case .absent(let selector, let withinMs):
      distancesMs.insert(withinMs)
      collect(selector.window)
    }
  }

  private mutating func collect(_ window: Window?) {
    switch window {
    case .rolling(let lengthMs, let offsetMs):
      distancesMs.formUnion([offsetMs, lengthMs, lengthMs.saturatingAdd(offsetMs)])
    case .calendar(_, let unit): units.insert(unit)
    case .absolute, nil: break  // Its ends do not move with the clock.
    }
  }

  /// A constant that a clock is compared with, in seconds; between milliseconds, both neighbours.
  private mutating func collect(constant: Expression) {
    let seconds = value(of: constant, matches: { _, _ in false }, leaf: { _ in nil })?.number
    guard let milliseconds = seconds.map({ $0 * 1000 }), abs(milliseconds) < 1e15 else { return }
    distancesMs.formUnion([
      Int64(milliseconds.rounded(.down)), Int64(milliseconds.rounded(.up)),
    ])
  }

  /// The candidates for one person, ascending, up to and including `until`.
  func instants(
    for person: ReferencePerson, until: Stamp, evaluator: ReferenceEvaluator
  ) -> [Stamp] {
    guard let first = person.events.first?.stamp, first <= until else { return [] }
    var instants: Set<Stamp> = []
    for anchor in anchors(of: person) {
      for distanceMs in distancesMs {
        let at = anchor.milliseconds.saturatingAdd(distanceMs)
        instants.formUnion([Stamp(milliseconds: at), Stamp(milliseconds: at.saturatingAdd(1))])
      }
    }
    for unit in units { instants.formUnion(starts(of: unit, from: first, until, evaluator)) }
    if hasPercentile { instants.formUnion(evaluator.percentileSchedule(until: until)) }
    return instants.filter { first <= $0 && $0 <= until }.sorted()
  }

  /// The instants that distances are measured from.
  private func anchors(of person: ReferencePerson) -> Set<Stamp> {
    let named = person.events.flatMap { event in
      elapsedTraits.compactMap { event.properties[$0]?.string.flatMap(namedInstant) }
    }
    return Set(person.events.map(\.stamp)).union(named)
  }

  /// The starts of a unit from the one that holds `first` up to `until`.
  private func starts(
    of unit: CalendarUnit, from first: Stamp, _ until: Stamp, _ evaluator: ReferenceEvaluator
  ) -> Set<Stamp> {
    let calendar = evaluator.calendar
    let days = calendar.day(of: first)...calendar.day(of: until)
    return Set(days.map { calendar.start(ofDay: calendar.firstDay(of: unit, holding: $0)) })
  }
}

extension Expression {
  /// Whether the value grows with the clock.
  fileprivate var isClock: Bool {
    switch kind {
    case .since, .age, .sinceTrait, .elapsedTrait: true
    default: false
    }
  }
}
