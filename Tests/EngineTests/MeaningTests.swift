import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// Corners of the language that random cases rarely meet.
@Suite struct MeaningTests {
  private func members(_ definition: String, _ events: [Event], at: Stamp) throws -> [String] {
    let expression = try #require(Expression.parse(definition).expression)
    let workspace = Workspace(
      segments: [Definition(name: "s", text: definition, expression: expression)])
    let fast = try World(workspace, events).members(at: at)
    let slow = ReferenceEvaluator(workspace: workspace, events: events).members(at: at)
    #expect(fast == slow)
    return fast["s"] ?? []
  }

  /// One purchase a millisecond, in this order.
  private func purchases(_ amounts: ArraySlice<Double>) -> [Event] {
    amounts.enumerated().map { index, amount in
      .track(
        "buy", "p", at: Stamp(milliseconds: 1_772_000_000_000 + Int64(index)),
        ["amount": .number(amount)])
    }
  }

  @Test(arguments: [
    "a[7d] then b within 1d without c[7d offset 2d]", "a[7d] then no c[7d offset 2d] within 1d",
  ])
  func `ends a chain when what must not be there enters its window`(_ definition: String) throws {
    let expression = try #require(Expression.parse(definition).expression)
    let workspace = Workspace(
      segments: [Definition(name: "s", text: definition, expression: expression)])
    let events: [Event] = [
      .track("a", "p", at: "2026-03-01T00:00:00Z"), .track("c", "p", at: "2026-03-01T01:00:00Z"),
      .track("b", "p", at: "2026-03-01T02:00:00Z"),
    ]
    let until: Stamp = "2026-04-01T00:00:00Z"
    let fast = try World(workspace, events).changes(until: until)
    let slow = ReferenceEvaluator(workspace: workspace, events: events).changes(until: until)
    #expect(fast == slow)
    #expect(fast.last?.at == "2026-03-03T01:00:00Z")
  }

  @Test func `sessions to come are in no window that begins later still`() throws {
    let events: [Event] = [
      .track("a", "p", at: "2026-03-01T00:00:00Z"), .track("a", "p", at: "2026-03-03T00:00:00Z"),
      .track("a", "p", at: "2026-03-03T00:01:00Z"),
    ]
    let definition = "count(session{events > 1}[2026-03-05 ..]) >= 1"
    for at: Stamp in ["2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", "2026-03-06T00:00:00Z"] {
      #expect(try members(definition, events, at: at) == [])
    }
    #expect(try members("not " + definition, events, at: "2026-03-02T00:00:00Z") == ["p"])
  }

  @Test func `compares strings byte by byte`() throws {
    let events: [Event] = [
      .track("open", "composed", at: "2026-03-02T00:00:00Z", ["city": "caf\u{e9}"]),
      .track("open", "decomposed", at: "2026-03-02T00:00:00Z", ["city": "cafe\u{301}"]),
    ]
    #expect(
      try members("open{city == \"caf\u{e9}\"}", events, at: "2026-03-02T00:00:00Z") == ["composed"]
    )
    #expect(
      try members("first(open.city) == \"caf\u{e9}\"", events, at: "2026-03-02T00:00:00Z")
        == ["composed"])
  }

  @Test func `takes only dates in ISO 8601 for instants of traits`() throws {
    let events: [Event] = ["2026-03-01T00:00:00Z", "2026-03-01 00:00:00Z", "2026-03-01"]
      .enumerated()
      .map { index, text in
        .identify("p\(index)", at: "2026-03-01T00:00:00Z", ["renews": .string(text)])
      }
    #expect(
      try members("elapsed(trait.renews) >= 1d", events, at: "2026-03-02T00:00:00Z") == [
        "p0", "p2",
      ])
  }

  @Test func `sums cents the same in any order`() throws {
    let amounts = [0.1, 0.2, 0.3, 1e15, -1e15, 4.35]
    for rotation in amounts.indices {
      let events = purchases(amounts[rotation...] + amounts[..<rotation])
      #expect(
        try members(
          "sum(buy.amount) == 4.949999999999999", events, at: "2026-03-02T00:00:00Z") == ["p"])
    }
  }

  @Test func `tells one person's events from a neighbour's of the same instant`() throws {
    let events: [Event] = [
      .track("look", "p1", at: "2026-03-01T00:00:00Z", [:]),
      .track("look", "p2", at: "2026-02-28T00:00:00Z", [:]),
      .track("cart", "p1", at: "2026-03-02T00:00:00Z", [:]),
      .track("cart", "p2", at: "2026-03-02T00:00:00Z", [:]),
    ]
    #expect(try members("* then cart within 2h", events, at: "2026-03-02T00:00:00Z") == [])
  }

  @Test func `sums numbers whose partial sums no double can hold`() throws {
    let amounts = [1e308, 1e308, -1e308]
    for rotation in amounts.indices {
      let events = purchases(amounts[rotation...] + amounts[..<rotation])
      let whole = "1" + String(repeating: "0", count: 308)
      #expect(
        try members("sum(buy.amount) == \(whole)", events, at: "2026-03-02T00:00:00Z") == ["p"])
    }
  }

  @Test func `takes what is not a number as absent, in percentiles too`() throws {
    let events: [Event] = [
      .track("a", "p", at: "2026-03-01T00:00:00Z", ["x": .number(1e308)]),
      .track("a", "p", at: "2026-03-01T00:00:01Z", ["x": .number(1e308)]),
      .track("b", "p", at: "2026-03-01T00:00:02Z", ["x": .number(1e308)]),
      .track("b", "p", at: "2026-03-01T00:00:03Z", ["x": .number(1e308)]),
      .track("a", "z", at: "2026-03-01T00:00:00Z", ["x": .number(5)]),
    ]
    let text = "sum(a.x[1d]) - sum(b.x[1d]) >= percentile(50)"
    let expression = try #require(Expression.parse(text).expression)
    let workspace = Workspace(
      segments: [Definition(name: "s", text: text, expression: expression)])
    #expect(try members(text, events, at: "2026-03-01T12:00:00Z") == ["z"])
    let until: Stamp = "2026-03-04T00:00:00Z"
    let slow = ReferenceEvaluator(workspace: workspace, events: events).changes(until: until)
    #expect(try World(workspace, events).changes(until: until) == slow)
  }

  @Test(arguments: [
    "buy == true", "buy != true", "true == buy", "buy == (count(look) > 1)",
    "buy != (count(look) > 1)", "trait.vip == buy", "buy != trait.vip", "buy == 1", "buy < true",
    "buy in (true, 3)", "(count(look) > 1) not in (false, \"x\")",
    "(buy == true) == (look == true)",
  ])
  func `compares conditions as booleans`(_ text: String) throws {
    let events: [Event] = [
      .track("buy", "p", at: "2026-03-01T00:00:00Z", [:]),
      .track("look", "p", at: "2026-03-01T00:00:00Z", [:]),
      .track("look", "p", at: "2026-03-01T00:00:01Z", [:]),
      .track("look", "q", at: "2026-03-01T00:00:00Z", [:]),
      .identify("q", at: "2026-03-01T00:00:00Z", ["vip": .boolean(false)]),
      .identify("r", at: "2026-03-01T00:00:00Z", ["vip": .boolean(true)]),
      .identify("s", at: "2026-03-01T00:00:00Z", ["vip": .string("yes")]),
    ]
    // Both answer, and alike: `members` compares them.
    _ = try members(text, events, at: "2026-03-02T00:00:00Z")
  }

  @Test func `asks any about a value by all of its events, old and new`() throws {
    let events: [Event] = [
      .track("view", "p", at: "2026-03-27T00:00:00Z", ["product": "a"]),
      .track("view", "p", at: "2026-04-02T00:00:00Z", ["product": "a"]),
    ]
    let definition = "any product (not *[2d])"
    #expect(try members(definition, events, at: "2026-04-01T00:00:00Z") == ["p"])
    #expect(try members(definition, events, at: "2026-04-02T00:00:00Z") == [])
  }
}
