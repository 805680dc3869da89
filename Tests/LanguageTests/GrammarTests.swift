import StarlingLanguage
import StarlingModel
import Testing

/// One example, at least, for every line of the grammar, with the tree it must give.
@Suite struct GrammarTests {
  private func kind(_ text: String) throws -> Expression.Kind {
    let (expression, diagnostics) = Expression.parse(text)
    #expect(!diagnostics.contains { $0.severity == .error }, "\(text): \(diagnostics)")
    return try #require(expression, "\(text)").kind
  }

  private func event(_ name: String) -> Expression { Expression(.pattern(Pattern(named(name)))) }

  private func named(_ name: String) -> Selector { Selector(.named(name)) }

  private func path(_ components: String...) -> PropertyPath { PropertyPath(components) }

  private func property(_ name: String) -> Expression { Expression(.path(path(name))) }

  private func number(_ number: Double) -> Expression { Expression(.number(number)) }

  @Test func `or binds weaker than and, and weaker than not`() throws {
    #expect(
      try kind("a or b and not c")
        == .or([event("a"), Expression(.and([event("b"), Expression(.not(event("c")))]))]))
    #expect(try kind("not a == b") == .not(Expression(.comparison(event("a"), .equal, event("b")))))
    #expect(try kind("(a and b) and c") == .and([event("a"), event("b"), event("c")]))
    #expect(try kind("a or (b or (c or d))") == .or(["a", "b", "c", "d"].map(event)))
  }

  @Test(arguments: Comparator.allCases)
  func `reads comparisons`(comparator: Comparator) throws {
    let count = Expression(.aggregate(.count, named("a")))
    #expect(
      try kind("count(a) \(comparator.rawValue) 3") == .comparison(count, comparator, number(3)))
    #expect(
      try kind("count(a)\(comparator.rawValue)percentile(99.5)")
        == .comparison(count, comparator, Expression(.percentile(99.5))))
  }

  @Test func `reads membership and tests of text`() throws {
    let plan = Expression(.reference(.trait, path("plan")))
    #expect(
      try kind("trait.plan in (\"a\", 2, -1.5, 1m, true, false)")
        == .isIn(
          plan,
          [.string("a"), .number(2), .number(-1.5), .number(60), .boolean(true), .boolean(false)],
          negated: false))
    #expect(try kind("trait.plan not in (-0)") == .isIn(plan, [.number(0)], negated: true))
    for test in TextTest.allCases {
      #expect(try kind("trait.plan \(test.rawValue) \"x\"") == .text(plan, test, "x"))
    }
    #expect(try kind("trait.plan starts\n  with \"x\"") == .text(plan, .startsWith, "x"))
  }

  @Test func `calculates from left to right, products first`() throws {
    func calculate(_ left: Expression, _ sign: ArithmeticOperator, _ right: Expression)
      -> Expression
    {
      Expression(.arithmetic(left, sign, right))
    }
    let sum = calculate(
      calculate(number(1), .plus, calculate(number(2), .times, number(3))), .minus,
      calculate(calculate(number(4), .divided, number(2)), .times, Expression(.negative(number(1))))
    )
    #expect(try kind("1 + 2 * 3 - 4 / 2 * -1 > 0") == .comparison(sum, .greater, number(0)))
  }

  @Test func `reads literals`() throws {
    #expect(try kind("1_000.5 > 1") == .comparison(number(1000.5), .greater, number(1)))
    #expect(
      try kind("1d12h == 1w2d3h4m5s6ms")
        == .comparison(
          Expression(.duration(36 * Milliseconds.hour)), .equal,
          Expression(.duration(788_645_006))))
    #expect(
      try kind("true and false") == .and([Expression(.boolean(true)), Expression(.boolean(false))]))
    let text = #"trait.x == "a\"b\\c\nd\te\u00e9\ud83d\ude00 # no comment""#
    guard case .comparison(_, _, let right) = try kind(text) else {
      Issue.record("no comparison")
      return
    }
    #expect(right.kind == .string("a\"b\\c\nd\te\u{e9}\u{1F600} # no comment"))
  }

  @Test func `reads every aggregate`() throws {
    #expect(try kind("count(*)") == .aggregate(.count, Selector(.all)))
    #expect(try kind("days(\"a b\")") == .aggregate(.days, named("a b")))
    for aggregate in Aggregate.allCases.dropFirst(2) {
      let selector = Selector(.named("a"), path: path("b", "c d"))
      #expect(try kind("\(aggregate.rawValue)( a.b.\"c d\" )") == .aggregate(aggregate, selector))
    }
  }

  @Test func `reads clocks`() throws {
    let constant = Expression(.negative(Expression(.duration(3 * Milliseconds.day))))
    for (text, clock) in [
      ("since(a)", Expression.Kind.since(named("a"))), ("age(*)", .age(Selector(.all))),
      ("since(trait.a.b)", .sinceTrait(path("a", "b"))),
      ("elapsed(trait.a)", .elapsedTrait(path("a"))),
    ] {
      #expect(
        try kind("\(text) >= -3d") == .comparison(Expression(clock), .greaterOrEqual, constant))
      #expect(try kind("-3d < \(text)") == .comparison(constant, .less, Expression(clock)))
    }
  }

  @Test func `reads references, also with keywords behind the dot`() throws {
    for reference in Reference.allCases {
      #expect(try kind("\(reference.rawValue).any") == .reference(reference, path("any")))
    }
    #expect(try kind("trait.age.\"a b\".last") == .reference(.trait, path("age", "a b", "last")))
    for reference in [Reference.trait, .metric, .score, .cluster] {
      #expect(
        try kind("exists \(reference.rawValue).x") == .existsReference(reference, path("x")))
    }
  }

  @Test func `reads any`() throws {
    #expect(
      try kind("any \"p\".q (a or b)")
        == .any(path("p", "q"), Expression(.or([event("a"), event("b")]))))
  }

  @Test func `reads patterns`() throws {
    #expect(
      try kind("a then b within 1h without c then no * within 1d then \"d\" within 0s")
        == .pattern(
          Pattern(
            named("a"),
            [
              .then(named("b"), withinMs: Milliseconds.hour, without: named("c")),
              .absent(Selector(.all), withinMs: Milliseconds.day),
              .then(named("d"), withinMs: 0, without: nil),
            ])))
    #expect(
      try kind("\"a\" then b within 1s and c")
        == .and([
          Expression(
            .pattern(Pattern(named("a"), [.then(named("b"), withinMs: 1000, without: nil)]))),
          event("c"),
        ]))
  }

  @Test func `reads windows`() throws {
    func window(_ text: String) throws -> Window? {
      guard case .pattern(let pattern) = try kind("a[\(text)]") else { return nil }
      return pattern.first.window
    }
    let day = Milliseconds.day
    #expect(try window("7d") == .rolling(lengthMs: 7 * day, offsetMs: 0))
    #expect(try window("7d offset 2d") == .rolling(lengthMs: 7 * day, offsetMs: 2 * day))
    for unit in CalendarUnit.allCases {
      #expect(try window("this \(unit.rawValue)") == .calendar(isLast: false, unit: unit))
      #expect(try window("last \(unit.rawValue)") == .calendar(isLast: true, unit: unit))
    }
    let start = Stamp(milliseconds: 1_769_817_600_000)
    let end = Stamp(milliseconds: 1_769_860_800_250)
    #expect(
      try window("2026-01-31 .. 2026-01-31T12:00:00.250Z") == .absolute(from: start, to: end))
    #expect(try window("2026-01-31..") == .absolute(from: start, to: nil))
    #expect(try window("..2026-01-31T00:00:00Z") == .absolute(from: nil, to: start))
    #expect(try window("..") == .absolute(from: nil, to: nil))
  }

  @Test func `knows the calendar from year 0 to 9999`() throws {
    for (text, milliseconds) in [
      ("1970-01-01", 0), ("1969-12-31", -86_400_000), ("2000-02-29", 951_782_400_000),
      ("0000-01-01", -62_167_219_200_000), ("9999-12-31", 253_402_214_400_000),
      ("2100-03-01", 4_107_542_400_000),
    ] {
      #expect(
        try kind("a[\(text) ..]")
          == .pattern(
            Pattern(
              Selector(
                .named("a"),
                window: .absolute(from: Stamp(milliseconds: Int64(milliseconds)), to: nil)))))
    }
    for text in ["1900-02-29", "2026-13-01", "2026-00-01", "2026-04-31", "2026-01-00"] {
      #expect(Expression.parse("a[\(text) ..]").expression == nil)
    }
  }

  @Test func `reads filters, with a comma as and`() throws {
    func filter(_ text: String) throws -> Expression.Kind? {
      guard case .pattern(let pattern) = try kind("a{\(text)}") else { return nil }
      return pattern.first.filter?.kind
    }
    let x = property("x")
    #expect(try filter("x, y or z") == .or([Expression(.and([x, property("y")])), property("z")]))
    #expect(try filter("(x, y), z") == .and([x, property("y"), property("z")]))
    #expect(try filter("not exists x.y") == .not(Expression(.existsPath(path("x", "y")))))
    #expect(try filter("count > 3") == .comparison(property("count"), .greater, number(3)))
    #expect(try filter("trait.x") == .path(path("trait", "x")))
    #expect(try filter("context.page.\"u r l\"") == .path(path("context", "page", "u r l")))
    #expect(
      try filter("\"a b\" == \"a b\"")
        == .comparison(property("a b"), .equal, Expression(.string("a b"))))
    #expect(try filter("x == \"a\".b") == .comparison(x, .equal, Expression(.path(path("a", "b")))))
    #expect(
      try filter("x not in (1), y contains \"z\"")
        == .and([
          Expression(.isIn(x, [.number(1)], negated: true)),
          Expression(.text(property("y"), .contains, "z")),
        ]))
    #expect(
      try filter("x * 2 >= 15m")
        == .comparison(
          Expression(.arithmetic(x, .times, number(2))), .greaterOrEqual,
          Expression(.duration(15 * Milliseconds.minute))))
  }

  @Test func `a string names an event or is a value, as its place says`() throws {
    let name = event("a b")
    let value = Expression(.string("a b"))
    let plan = Expression(.reference(.trait, path("plan")))
    #expect(try kind("\"a b\"") == name.kind)
    #expect(try kind("not \"a b\" or \"a b\"") == .or([Expression(.not(name)), name]))
    #expect(try kind("trait.plan == \"a b\"") == .comparison(plan, .equal, value))
    #expect(try kind("\"a b\" == trait.plan") == .comparison(value, .equal, plan))
    #expect(try kind("\"a b\" in (\"a b\")") == .isIn(value, [.string("a b")], negated: false))
    #expect(try kind("\"a b\" not in (1)") == .isIn(value, [.number(1)], negated: true))
    #expect(try kind("(\"a b\") == true") == .comparison(name, .equal, Expression(.boolean(true))))
    #expect(try kind("trait.plan == (\"a b\")") == .comparison(plan, .equal, value))
  }

  @Test func `session is virtual when bare and a name when quoted`() throws {
    #expect(
      try kind("session[7d]").self
        == .pattern(
          Pattern(Selector(.session, window: .rolling(lengthMs: 7 * Milliseconds.day, offsetMs: 0)))
        ))
    #expect(try kind("count(\"session\")") == .aggregate(.count, named("session")))
    #expect(
      try kind("avg(session.duration{pages > 1})")
        == .aggregate(
          .avg,
          Selector(
            .session, path: path("duration"),
            filter: Expression(.comparison(property("pages"), .greater, number(1))))))
  }

  @Test(arguments: [
    "add-to-cart", "_x", "größe", "日本語", "a1-2", "x-1d", "day", "page", "screen", "A_b",
  ])
  func `reads names`(name: String) throws {
    #expect(try kind(name) == event(name).kind)
    #expect(event(name).text == name)
  }

  @Test func `keywords are no bare event names`() {
    for word in [
      "and", "or", "not", "in", "contains", "starts", "ends", "with", "matches", "true", "false",
      "count", "days", "sum", "avg", "min", "max", "distinct", "first", "last", "since", "age",
      "elapsed", "any", "exists", "then", "within", "without", "no", "offset", "this", "trait",
      "segment", "list", "metric", "score", "cluster", "percentile",
    ] {
      #expect(Expression.parse("count(\(word))").expression == nil, "\(word)")
      #expect(Expression.parse("count(\"\(word)\")").expression != nil, "\(word)")
      #expect(Expression.parse("trait.\(word)").expression != nil, "\(word)")
      #expect(event(word).text == "\"\(word)\"")
    }
  }

  @Test func `comments and blanks of any kind stand between tokens`() throws {
    #expect(try kind("# first\n\ta#x\r\n and # y\r\n b #") == .and([event("a"), event("b")]))
  }

  @Test func `ranges tell the bytes of each node`() throws {
    let text = "größe[7d] and  not (b)"
    let (expression, _) = Expression.parse(text)
    guard case .and(let operands) = expression?.kind else {
      Issue.record("no and")
      return
    }
    let source = SourceText(name: "", text: text)
    #expect(operands.map { source.slice($0.range) } == ["größe[7d]", "not (b)"])
    #expect(expression?.range == SourceRange(0, text.utf8.count))
  }
}
