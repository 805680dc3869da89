import StarlingLanguage
import StarlingModel

extension ExpressionGenerator {
  /// Two numbers compared.
  func numericComparison(using random: inout SeededGenerator) -> Expression {
    let left = number(depth: 1, using: &random)
    let right = random.chance(80) ? constant(using: &random) : number(depth: 1, using: &random)
    return Expression(.comparison(left, random.pick(Comparator.allCases), right))
  }

  /// `since`, `age` or `elapsed` compared with a constant, on either side.
  func clockComparison(using random: inout SeededGenerator) -> Expression {
    let clock = clock(using: &random)
    var constant = Expression(.duration(random.pick(lengthsMs)))
    if random.chance(10) { constant = Expression(.number(random.pick([0, 1, 0.0005, 1800]))) }
    if random.chance(20) { constant = Expression(.negative(constant)) }
    let comparator = random.pick(Comparator.allCases)
    return random.chance(85)
      ? Expression(.comparison(clock, comparator, constant))
      : Expression(.comparison(constant, comparator, clock))
  }

  private func clock(using random: inout SeededGenerator) -> Expression {
    switch random.number(0...5) {
    case 0 where !isInsideAny: return Expression(.sinceTrait(random.pick(["plan", "country"])))
    case 1 where !isInsideAny: return Expression(.elapsedTrait("renews"))
    case 2, 3: return Expression(.since(lone(using: &random)))
    default: return Expression(.age(lone(using: &random)))
    }
  }

  /// A constant number.
  private func constant(using random: inout SeededGenerator) -> Expression {
    switch random.number(0...9) {
    case 0: Expression(.duration(random.pick([60_000, 90_000, 500])))
    case 1: Expression(.negative(Expression(.number(random.pick([1, 20])))))
    default: Expression(.number(random.pick([0, 1, 2, 3, 4, 10, 20, 60, 100, 0.6, 0.3])))
    }
  }

  /// An expression with a number for a value.
  func number(depth: Int, using random: inout SeededGenerator) -> Expression {
    switch random.number(0...9) {
    case 0...1 where depth > 0:
      return Expression(
        .arithmetic(
          number(depth: depth - 1, using: &random), random.pick(ArithmeticOperator.allCases),
          random.chance(70)
            ? number(depth: depth - 1, using: &random) : constant(using: &random)))
    case 2 where depth > 0:
      return Expression(.negative(number(depth: depth - 1, using: &random)))
    case 3 where !metrics.isEmpty && !isInsideAny:
      return Expression(.reference(.metric, PropertyPath([random.pick(metrics)])))
    default: return numericAggregate(using: &random)
    }
  }

  private func numericAggregate(using random: inout SeededGenerator) -> Expression {
    var selector = lone(using: &random)
    let aggregate = random.pick([
      Aggregate.count, .count, .count, .days, .sum, .sum, .avg, .min, .max, .distinct,
    ])
    if aggregate != .count && aggregate != .days {
      selector.path =
        selector.source == .session
        ? random.pick(["events", "pages", "duration", "kinds"])
        : random.pick(["amount", "amount", "amount", "seconds", "order.total"])
      if aggregate == .distinct && selector.source != .session {
        selector.path = random.pick(["product_id", "tags", "category", "amount"])
      }
    }
    return Expression(.aggregate(aggregate, selector))
  }

  /// `first` or `last` of a text, tested.
  func valueTest(using random: inout SeededGenerator) -> Expression {
    var selector = lone(using: &random)
    selector.path =
      selector.source == .session
      ? random.pick(["entry", "exit"]) : random.pick(["category", "product_id", "tags"])
    let value = Expression(.aggregate(random.pick([.first, .last]), selector))
    return test(value, ["books", "toys", "p1", "view", "a"], using: &random)
  }

  /// A trait tested, or asked for.
  func traitTest(using random: inout SeededGenerator) -> Expression {
    switch random.number(0...4) {
    case 0:
      return Expression(.existsReference(.trait, random.pick(["plan", "country", "renews"])))
    case 1: return Expression(.reference(.trait, "subscribed"))
    case 2:
      return Expression(
        .comparison(
          Expression(.reference(.trait, "age")), random.pick(Comparator.allCases),
          Expression(.number(18))))
    default:
      let path: PropertyPath = random.pick(["plan", "country", "interests"])
      return test(
        Expression(.reference(.trait, path)), ["vip", "free", "DE", "a"], using: &random)
    }
  }

  /// A value compared with texts.
  func test(
    _ value: Expression, _ texts: [String], using random: inout SeededGenerator
  ) -> Expression {
    let text = random.pick(texts)
    switch random.number(0...6) {
    case 0: return Expression(.text(value, .contains, String(text.prefix(2))))
    case 1: return Expression(.text(value, .startsWith, String(text.prefix(1))))
    case 2: return Expression(.text(value, .endsWith, String(text.suffix(1))))
    case 3:
      return Expression(.text(value, .matches, random.pick(["^[a-p]", "o+", "p[13]$", "s$"])))
    case 4:
      let list: [Value] = [.string(text), .string(random.pick(texts)), 1]
      return Expression(.isIn(value, list, negated: random.chance(50)))
    case 5: return Expression(.comparison(value, .notEqual, Expression(.string(text))))
    default: return Expression(.comparison(value, .equal, Expression(.string(text))))
    }
  }
}
