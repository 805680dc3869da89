import StarlingLanguage
import StarlingModel

extension ExpressionGenerator {
  /// A chain of few events that often are the same, most of the kind that a replay reads once:
  /// windows that only lose rows, mostly on the first selector, and absences at the end.
  func orderlyChain(using random: inout SeededGenerator) -> Pattern {
    let first = link(windowPercent: 60, using: &random)
    var steps: [Pattern.Step] = []
    for _ in 0..<random.number(0...3) {
      if random.chance(5) { steps.append(absence(using: &random)) }
      let next = link(windowPercent: 20, using: &random)
      let without = random.chance(50) ? link(windowPercent: 40, using: &random) : nil
      steps.append(.then(next, withinMs: random.pick(lengthsMs), without: without))
    }
    if steps.isEmpty || random.chance(40) { steps.append(absence(using: &random)) }
    if random.chance(10) { steps.append(absence(using: &random)) }
    return Pattern(first, steps)
  }

  private func absence(using random: inout SeededGenerator) -> Pattern.Step {
    .absent(link(windowPercent: 40, using: &random), withinMs: random.pick(lengthsMs))
  }

  private func link(windowPercent: Int, using random: inout SeededGenerator) -> Selector {
    Selector(
      random.chance(25) ? .all : .named(random.pick(Array(TimelineGenerator.names.prefix(3)))),
      filter: random.chance(20) ? filter(depth: 1, using: &random) : nil,
      window: random.chance(windowPercent) ? passingWindow(using: &random) : nil)
  }

  /// A window that rows most often enter at their own time.
  private func passingWindow(using random: inout SeededGenerator) -> Window {
    switch random.number(0...9) {
    case 0: return .calendar(isLast: false, unit: random.pick(CalendarUnit.allCases))
    case 1:
      let from = start.advanced(byMs: random.pick(lengthsMs))
      return .absolute(from: from, to: from.advanced(byMs: random.pick(lengthsMs)))
    case 2: return window(using: &random)
    case 3:
      return .rolling(lengthMs: random.pick(lengthsMs), offsetMs: random.pick(lengthsMs))
    default: return .rolling(lengthMs: random.pick(lengthsMs), offsetMs: 0)
    }
  }
}
