import StarlingLanguage
import StarlingModel

extension ExpressionGenerator {
  /// A selector on its own: the only place for `session`.
  func lone(using random: inout SeededGenerator) -> Selector {
    guard !isInsideAny, random.chance(15) else { return selector(using: &random) }
    return Selector(
      .session, filter: random.chance(60) ? sessionFilter(using: &random) : nil,
      window: random.chance(70) ? window(using: &random) : nil)
  }

  /// A selector of events.
  func selector(using random: inout SeededGenerator) -> Selector {
    let names = TimelineGenerator.names + ["home", "page"]
    return Selector(
      random.chance(15) ? .all : .named(random.pick(names)),
      filter: random.chance(30) ? filter(depth: 1, using: &random) : nil,
      window: random.chance(55) ? window(using: &random) : nil)
  }

  /// A window of any kind.
  func window(using random: inout SeededGenerator) -> Window {
    let lengths = lengthsMs
    switch random.number(0...9) {
    case 0...5: return .rolling(lengthMs: random.pick(lengths), offsetMs: 0)
    case 6...7: return .rolling(lengthMs: random.pick(lengths), offsetMs: random.pick(lengths))
    case 8:
      return .calendar(isLast: random.chance(40), unit: random.pick(CalendarUnit.allCases))
    default:
      let from = start.advanced(byMs: random.pick(lengths))
      let to = from.advanced(byMs: random.pick(lengths))
      let isOpen = random.number(0...2)
      return .absolute(from: isOpen == 1 ? nil : from, to: isOpen == 2 ? nil : to)
    }
  }

  /// A chain of one to three steps.
  func chain(using random: inout SeededGenerator) -> Pattern {
    let steps = (0..<random.number(1...3)).map { _ -> Pattern.Step in
      let withinMs = random.pick(lengthsMs)
      if random.chance(40) { return .absent(selector(using: &random), withinMs: withinMs) }
      return .then(
        selector(using: &random), withinMs: withinMs,
        without: random.chance(30) ? selector(using: &random) : nil)
    }
    return Pattern(selector(using: &random), steps)
  }

  // MARK: Filters

  /// A condition about one event.
  func filter(depth: Int, using random: inout SeededGenerator) -> Expression {
    guard depth > 0, random.chance(40) else { return filterTest(using: &random) }
    let operands = (0..<2).map { _ in filterTest(using: &random) }
    switch random.number(0...2) {
    case 0: return Expression(.not(operands[0]))
    case 1: return Expression(.or(operands))
    default: return Expression(.and(operands))
    }
  }

  private func filterTest(using random: inout SeededGenerator) -> Expression {
    func path(_ path: PropertyPath) -> Expression { Expression(.path(path)) }
    switch random.number(0...9) {
    case 0: return Expression(.existsPath(random.pick(["amount", "category", "order.total"])))
    case 1: return random.chance(50) ? path("gift") : Expression(.not(path("gift")))
    case 2...3:
      return Expression(
        .comparison(
          filterNumber(using: &random), random.pick(Comparator.allCases),
          filterNumber(using: &random)))
    case 4:
      return Expression(
        .comparison(path("product_id"), random.pick(Comparator.allCases), path("category")))
    case 5: return test(path("context.device.type"), ["mobile", "desktop"], using: &random)
    case 6: return test(path("tags"), ["a", "b"], using: &random)
    default:
      return test(
        path(random.pick(["category", "product_id"])), ["books", "toys", "p1"], using: &random)
    }
  }

  /// A number of an event: a property, a constant, or two of them combined.
  private func filterNumber(using random: inout SeededGenerator) -> Expression {
    let property = Expression(.path(random.pick(["amount", "seconds", "order.total"])))
    switch random.number(0...5) {
    case 0: return Expression(.negative(property))
    case 1:
      return Expression(
        .arithmetic(
          property, random.pick(ArithmeticOperator.allCases), Expression(.path("seconds"))))
    case 2:
      return Expression(
        .arithmetic(property, random.pick(ArithmeticOperator.allCases), Expression(.number(2))))
    case 3: return property
    default: return Expression(.number(random.pick([0, 20, 60, 0.2])))
    }
  }

  private func sessionFilter(using random: inout SeededGenerator) -> Expression {
    func compare(_ path: PropertyPath, _ right: Expression) -> Expression {
      Expression(
        .comparison(Expression(.path(path)), random.pick([.greaterOrEqual, .less, .equal]), right))
    }
    switch random.number(0...4) {
    case 0: return compare("events", Expression(.number(2)))
    case 1: return compare("pages", Expression(.number(1)))
    case 2: return compare("duration", Expression(.duration(30 * Milliseconds.minute)))
    case 3: return compare("kinds", Expression(.number(2)))
    default:
      let path: PropertyPath = random.pick(["entry", "exit"])
      return test(Expression(.path(path)), ["view", "cart", "page_view"], using: &random)
    }
  }
}
