import StarlingLanguage
import StarlingModel
import StarlingTestSupport

/// Makes random trees of every shape that text can have, from a seed.
struct RandomExpressions {
  private var seed: UInt64

  init(seed: UInt64) {
    self.seed = seed
  }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var bits = seed
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  // MARK: Expressions

  /// What the tree around a node allows.
  struct Context {
    var depth: Int
    var isFilter = false
    var isAny = false
    /// A string is a value only beside an operator.
    var isOperand = false

    var deeper: Context {
      var copy = self
      copy.depth -= 1
      copy.isOperand = false
      return copy
    }

    var operand: Context {
      var copy = deeper
      copy.isOperand = true
      return copy
    }
  }

  mutating func expression(_ context: Context) -> Expression {
    if context.depth <= 0 { return primary(context) }
    switch below(12) {
    case 0: return flat(context, isAnd: true)
    case 1: return flat(context, isAnd: false)
    case 2: return Expression(.not(expression(context.deeper)))
    case 3, 4, 5: return comparison(context)
    case 6: return arithmetic(context)
    case 7: return Expression(.negative(operand(context.operand)))
    default: return primary(context)
    }
  }

  private mutating func flat(_ context: Context, isAnd: Bool) -> Expression {
    let operands = (0..<(2 + below(2))).map { _ in expression(context.deeper) }
    var flat: [Expression] = []
    for operand in operands {
      switch operand.kind {
      case .and(let inner) where isAnd: flat += inner
      case .or(let inner) where !isAnd: flat += inner
      default: flat.append(operand)
      }
    }
    return Expression(isAnd ? .and(flat) : .or(flat))
  }

  private mutating func arithmetic(_ context: Context) -> Expression {
    let sign = pick(ArithmeticOperator.allCases)
    var left = context.operand
    left.isOperand = !context.isFilter
    return Expression(.arithmetic(operand(left), sign, operand(context.operand)))
  }

  private mutating func comparison(_ context: Context) -> Expression {
    var leftContext = context.operand
    leftContext.isOperand = !context.isFilter
    let left = operand(leftContext)
    switch below(6) {
    case 0:
      let values = (0..<(1 + below(3))).map { _ in value() }
      return Expression(.isIn(left, values, negated: chance(50)))
    case 1:
      let test = pick(TextTest.allCases)
      return Expression(
        .text(left, test, test == .matches ? pick(["^a", "b$", "[a-c]+"]) : string()))
    case 2 where !context.isFilter && !context.isAny:
      let rank = Double(1 + below(1000)) / 10
      return Expression(
        .comparison(left, pick(Comparator.allCases), Expression(.percentile(rank))))
    default:
      return Expression(
        .comparison(left, pick(Comparator.allCases), operand(context.operand)))
    }
  }

  /// An operand of a calculation; a string may stand here.
  private mutating func operand(_ context: Context) -> Expression {
    if context.isOperand, chance(20) { return Expression(.string(string())) }
    return expression(context)
  }

  private mutating func primary(_ context: Context) -> Expression {
    switch below(10) {
    case 0: return Expression(.boolean(chance(50)))
    case 1: return Expression(.number(number()))
    case 2: return Expression(.duration(duration()))
    default: break
    }
    if context.isFilter {
      return chance(20) ? Expression(.existsPath(path())) : Expression(.path(path()))
    }
    return selecting(context)
  }

  private mutating func selecting(_ context: Context) -> Expression {
    switch below(context.isAny ? 5 : 10) {
    case 0:
      let aggregate = pick(Aggregate.allCases)
      let needsPath = aggregate != .count && aggregate != .days
      return Expression(
        .aggregate(aggregate, selector(context, hasPath: needsPath, allowsSession: true)))
    case 1: return Expression(.since(selector(context, allowsSession: true)))
    case 2: return Expression(.age(selector(context, allowsSession: true)))
    case 3, 4: return Expression(.pattern(pattern(context)))
    case 5: return Expression(.any(path(), any(context)))
    case 6: return Expression(.reference(.trait, path()))
    case 7: return Expression(.reference(pick(Reference.allCases), PropertyPath([name()])))
    case 8:
      let kind = pick([Reference.trait, .metric, .score, .cluster])
      return Expression(.existsReference(kind, PropertyPath([name()])))
    default: return Expression(chance(50) ? .sinceTrait(path()) : .elapsedTrait(path()))
    }
  }

  private mutating func any(_ context: Context) -> Expression {
    var inner = context.deeper
    inner.isAny = true
    return expression(inner)
  }

  // MARK: Selectors

  private mutating func pattern(_ context: Context) -> Pattern {
    var pattern = Pattern(selector(context, allowsSession: true))
    if pattern.first.source == .session { return pattern }
    for _ in 0..<max(0, below(5) - 2) {
      if chance(30) {
        pattern.steps.append(.absent(selector(context), withinMs: duration()))
      } else {
        let without = chance(30) ? selector(context) : nil
        pattern.steps.append(.then(selector(context), withinMs: duration(), without: without))
      }
    }
    return pattern
  }

  private mutating func selector(
    _ context: Context, hasPath: Bool = false, allowsSession: Bool = false
  ) -> Selector {
    var source = Selector.Source.named(chance(80) ? name() : string())
    if chance(15) { source = .all }
    if allowsSession, !context.isAny, chance(15) { source = .session }
    var selector = Selector(source)
    if hasPath { selector.path = path() }
    if chance(30) {
      var filter = Context(depth: min(context.depth - 1, 3))
      filter.isFilter = true
      selector.filter = expression(filter)
    }
    if chance(50) { selector.window = window() }
    return selector
  }

  private mutating func window() -> Window {
    switch below(4) {
    case 0: return .calendar(isLast: chance(50), unit: pick(CalendarUnit.allCases))
    case 1: return .absolute(from: chance(70) ? stamp() : nil, to: chance(70) ? stamp() : nil)
    default: return .rolling(lengthMs: duration(), offsetMs: chance(30) ? duration() : 0)
    }
  }

  private mutating func stamp() -> Stamp {
    let day = Int64(below(2_932_896)) - 719_162
    let time = chance(50) ? 0 : Int64(below(86_400)) * 1000 + (chance(50) ? 0 : Int64(below(1000)))
    return Stamp(milliseconds: day * Milliseconds.day + time)
  }

  // MARK: Names and values

  private mutating func path() -> PropertyPath {
    PropertyPath((0...max(0, below(4) - 1)).map { _ in chance(85) ? name() : string() })
  }

  private mutating func name() -> String {
    pick([
      "purchase", "amount", "x", "_a1", "add-to-cart", "größe", "日本", "session", "count", "last",
      "and", "not", "exists", "true", "in", "trait", "no", "within", "percentile", "day", "context",
    ])
  }

  private mutating func string() -> String {
    pick([
      "", "vip", "Order Completed", "a\"b", "back\\slash", "line\nend", "tab\t",
      "\u{1}\u{7F}\u{85}",
      "😀é", "1st", "a-", "-a", "a.b", "#", "'", "session", "\u{2028}", "x y # z: w",
    ])
  }

  private mutating func value() -> Value {
    switch below(4) {
    case 0: return .number(chance(30) ? -number() - 1 : number())
    case 1: return .boolean(chance(50))
    default: return .string(string())
    }
  }

  private mutating func number() -> Double {
    switch below(6) {
    case 0: return Double(below(10))
    case 1: return Double(below(1_000_000)) / 100
    case 2: return Double(below(1000)) * 1e300
    case 3: return 1 / Double(1 + below(1000))
    case 4: return Double(below(1000)) * 1e-20
    default: return Double(below(1 << 50)) * 1024
    }
  }

  private mutating func duration() -> Int64 {
    switch below(5) {
    case 0: return 0
    case 1: return Int64(below(3_000_000)) * 1000
    case 2: return Int64(below(1_000_000_000))
    case 3: return LanguageLimits.durationMs - Int64(below(10))
    default: return Int64(below(400)) * pick([Milliseconds.hour, Milliseconds.day])
    }
  }
}
