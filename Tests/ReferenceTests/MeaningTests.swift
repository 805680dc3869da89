import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// What the conformance cases leave out, sentence by sentence.
@Suite struct MeaningTests {
  private let start: Stamp = "2026-03-02T00:00:00Z"

  private func after(_ hours: Int64) -> Stamp {
    start.advanced(byMs: hours * Milliseconds.hour)
  }

  private func evaluator(
    _ segments: [String: String], _ events: [Event],
    settings: WorkspaceSettings = WorkspaceSettings(), lists: [String: Set<String>] = [:]
  ) throws -> ReferenceEvaluator {
    let definitions = try segments.sorted { $0.key < $1.key }.map { name, text in
      Definition(name: name, text: text, expression: try Expression(reading: text))
    }
    return ReferenceEvaluator(
      workspace: Workspace(settings: settings, segments: definitions), events: events,
      lists: lists)
  }

  /// The value of an expression for person `a`, 100 hours after the start.
  private func value(_ text: String, _ events: [Event]) throws -> Value? {
    try evaluator([:], events).value(
      of: Expression(reading: text), person: "a", at: after(100))
  }

  // MARK: Identity

  @Test func `of events with one messageId the first to arrive is kept, whoever it is about`()
    throws
  {
    let evaluator = try evaluator(
      ["bought": "purchase"],
      [
        .track("purchase", "a", at: after(2), id: "m1"),
        .track("purchase", "a", at: after(1), id: "m1"),
        .track("purchase", "b", at: after(1), id: "m1"),
        .track("view", "b", at: after(1), id: "m2"),
      ])
    #expect(evaluator.members(at: after(1)) == ["bought": []])
    #expect(evaluator.members(at: after(2)) == ["bought": ["a"]])
  }

  @Test func `events without a messageId are never duplicates`() throws {
    let purchase = Event.track("purchase", "a", at: after(1))
    #expect(try value("count(purchase)", [purchase, purchase]) == 2)
    #expect(try value("purchase then purchase within 1h", [purchase, purchase]) == true)
    #expect(try value("purchase then purchase within 1h", [purchase]) == false)
  }

  @Test func `joined identifiers are one person at all times, named by the smallest kept id`()
    throws
  {
    let evaluator = try evaluator(
      ["viewed": "view"],
      [
        .track("view", "0-anonymous", at: after(1)),
        .identify("u2", at: after(2), anonymous: "0-anonymous"),
        .alias("u3", previous: "u2", at: after(3)),
        .track("view", "0-old", at: after(1)),
        .alias("u9", previous: "0-old", at: after(3)),
      ])
    #expect(evaluator.members(at: after(1)) == ["viewed": ["u3", "u9"]])
    #expect(evaluator.isMember(segment: "viewed", person: "u2", at: after(1)))
  }

  @Test func `a list means a person by any of their identifiers`() throws {
    let events: [Event] = [
      .identify("b", at: after(1), anonymous: "x"), .identify("a", at: after(1)),
    ]
    let lists: [String: Set<String>] = ["vips": ["x"]]
    let evaluator = try evaluator(["vip": "list.vips", "other": "list.none"], events, lists: lists)
    #expect(evaluator.members(at: after(1)) == ["vip": ["b"], "other": []])
  }

  @Test func `text equals by its bytes`() throws {
    let events: [Event] = [.track("caf\u{E9}", "a", at: after(1), ["x": "e\u{301}"])]
    #expect(try value("count(\"caf\\u00e9\")", events) == 1)
    #expect(try value("count(\"cafe\\u0301\")", events) == 0)
    #expect(try value("*{x == \"\\u00e9\"}", events) == false)
    #expect(try value("*{x contains \"\\u0301\"}", events) == true)
  }

  // MARK: Events and filters

  @Test func `selectors see track, page and screen calls only`() throws {
    let events: [Event] = [
      .track("x", "a", at: after(1)), .page("x", "a", at: after(1)),
      .screen("screen", "a", at: after(1)), .identify("a", at: after(1)),
      .group("a", at: after(1)), .alias("a", previous: "b", at: after(1)),
    ]
    #expect(try value("count(x)", events) == 2)
    #expect(try value("count(*)", events) == 3)
    #expect(try value("count(screen)", events) == 1)
  }

  @Test(arguments: [
    ("n == 1", true), ("n == s", false), ("n != s", true), ("n != n", false), ("s < \"b\"", false),
    ("none == none", false), ("none != none", true), ("none < 1", false), ("not none", true),
    ("n + none == 1", false), ("n / 0 == 1", false), ("n / 0 != 1", true), ("b", true),
    ("s", false), ("n", false), ("l contains \"x\"", true),
    ("l == \"x\"", false), ("s contains \"\"", true), ("n contains \"1\"", false),
    ("s starts with \"ab\"", true), ("s ends with \"bc\"", true), ("s matches \"^b\"", false),
    ("s matches \"b\"", true), ("s in (\"abc\", 1)", true), ("n in (\"1\", true)", false),
    ("none not in (1)", true), ("exists l", true), ("exists none", false), ("-n < 0", true),
    ("context.d == 1", true), ("d == 1", false), ("o.i == 2", true), ("exists o", false),
    ("1m == 60", true), ("n, b", false), ("n == 1, b", true),
  ])
  func `filters have two-valued logic`(filter: String, expected: Bool) throws {
    let event = Event.track(
      "e", "a", at: after(1),
      ["n": 1, "s": "abc", "b": true, "l": ["x", 1], "context.d": 1, "o.i": 2])
    #expect(try value("e{\(filter)}", [event]) == .boolean(expected))
  }

  // MARK: Aggregates

  @Test func `aggregates without values are 0 or absent`() throws {
    let events: [Event] = [.track("e", "a", at: after(1), ["x": "text"])]
    for text in ["sum(e.x)", "count(none)", "days(none)", "distinct(e.y)"] {
      #expect(try value(text, events) == 0)
    }
    for text in ["avg(e.x)", "min(e.x)", "max(e.x)", "first(e.y)", "last(e.y)"] {
      #expect(try value(text, events) == nil)
    }
  }

  @Test func `aggregates skip what is no number and tell types apart`() throws {
    let events: [Event] = [
      .track("e", "a", at: after(1), ["x": 1], id: "b"),
      .track("e", "a", at: after(1), ["x": "1"], id: "a"),
      .track("e", "a", at: after(2), ["x": 4], id: "c"),
      .track("e", "a", at: after(3), ["x": 1], id: "d"),
      .track("e", "a", at: after(3), [:], id: "e"),
    ]
    #expect(try value("sum(e.x)", events) == 6)
    #expect(try value("avg(e.x)", events) == 2)
    #expect(try value("min(e.x)", events) == 1)
    #expect(try value("max(e.x)", events) == 4)
    #expect(try value("distinct(e.x)", events) == 3)
    #expect(try value("first(e.x)", events) == "1")
    #expect(try value("last(e.x)", events) == 1)
    #expect(try value("sum(e.x) / 0", events) == nil)
    #expect(try value("-sum(e.x) + 1", events) == -5)
  }

  @Test func `days are those of the workspace's zone`() throws {
    let events: [Event] = [
      .track("e", "a", at: "2026-03-02T22:59:59.999Z"),
      .track("e", "a", at: "2026-03-02T23:00:00Z"),
    ]
    let berlin = try evaluator(
      ["two": "days(e) == 2"], events, settings: WorkspaceSettings(timezone: "Europe/Berlin"))
    let utc = try evaluator(["two": "days(e) == 2"], events)
    #expect(berlin.members(at: after(100)) == ["two": ["a"]])
    #expect(utc.members(at: after(100)) == ["two": []])
  }

  @Test func `an absolute window ends before its end`() throws {
    let events: [Event] = [.track("e", "a", at: "2026-03-02"), .track("e", "a", at: "2026-03-03")]
    #expect(try value("count(e[2026-03-02 .. 2026-03-03])", events) == 1)
    #expect(try value("count(e[2026-03-03 ..])", events) == 1)
    #expect(try value("count(e[.. 2026-03-03])", events) == 1)
  }

  // MARK: Patterns

  @Test func `an event does not follow itself, but a third step may return to the first event`()
    throws
  {
    let two: [Event] = [.track("e", "a", at: after(1)), .track("e", "a", at: after(1))]
    #expect(try value("e then e within 1h", [two[0]]) == false)
    #expect(try value("e then e within 1h", two) == true)
    #expect(try value("e then e within 1h then e within 1h", two) == true)
  }

  @Test func `without spares the two events themselves and includes both ends`() throws {
    let events: [Event] = [
      .track("x", "a", at: after(1)), .track("y", "a", at: after(2)),
      .track("z", "a", at: after(2)),
    ]
    #expect(try value("x then y within 1h without x", events) == true)
    #expect(try value("x then y within 1h without y", events) == true)
    #expect(try value("x then y within 1h without z", events) == false)
    #expect(try value("x then y within 1h without *", events) == false)
  }

  @Test func `a step after an absence is measured from the step before it`() throws {
    let events: [Event] = [.track("x", "a", at: after(1)), .track("y", "a", at: after(3))]
    #expect(try value("x then no z within 5h then y within 2h", events) == true)
    #expect(try value("x then no y within 1h then y within 2h", events) == true)
    #expect(try value("x then no y within 2h then y within 2h", events) == false)
  }

  // MARK: Traits

  @Test func `a trait's clock starts with the latest unbroken run of its value`() throws {
    let events: [Event] = [
      .identify("a", at: after(1), ["x": "on"]), .identify("a", at: after(2), ["x": "off"]),
      .identify("a", at: after(4), ["x": "on"]), .identify("a", at: after(5), ["y": 1]),
      .identify("a", at: after(6), ["x": "on"]),
    ]
    #expect(try value("since(trait.x)", events) == .number(96 * 3600))
    #expect(try value("since(trait.z)", events) == nil)
  }

  @Test func `elapsed reads dates with zones and is negative before them`() throws {
    func elapsed(_ value: Value) throws -> Value? {
      try self.value("elapsed(trait.x)", [.identify("a", at: after(1), ["x": value])])
    }
    #expect(try elapsed("2026-03-06T04:00:01Z") == -1)
    #expect(try elapsed("2026-03-06T05:00+01:00") == 0)
    #expect(try elapsed("2026-03-06") == .number(4 * 3600))
    #expect(try elapsed("2026-03-06T04:00:00") == nil)
    #expect(try elapsed(20_260_306) == nil)
  }

  // MARK: Percentiles and universe

  @Test func `replay keeps a threshold until the next multiple of the schedule`() throws {
    let settings = WorkspaceSettings(percentileEveryMs: 2 * Milliseconds.hour)
    let evaluator = try evaluator(
      ["top": "sum(e.x) >= percentile(100)"],
      [
        .track("e", "a", at: after(1), ["x": 1]), .track("e", "b", at: after(3), ["x": 5]),
        .track("e", "a", at: after(3), ["x": 1]),
      ], settings: settings)
    let changes = evaluator.changes(until: after(10)).map {
      "\($0.at.text) \($0.person) \($0.change)"
    }
    #expect(
      changes == [
        "2026-03-02T01:00:00.000Z a enter", "2026-03-02T03:00:00.000Z b enter",
        "2026-03-02T04:00:00.000Z a exit",
      ])
    #expect(evaluator.members(at: after(3)) == ["top": ["b"]])
  }

  @Test func `a percentile of nobody makes every comparison false`() throws {
    let events: [Event] = [.track("e", "a", at: after(1), ["x": 0])]
    #expect(try value("sum(e.x) != percentile(50)", events) == false)
    #expect(try value("avg(none.x) != percentile(50)", events) == false)
  }

  @Test func `nobody without a visible event is in anything`() throws {
    let evaluator = try evaluator(["all": "not purchase"], [.identify("a", at: after(1))])
    #expect(!evaluator.isMember(segment: "all", person: "a", at: after(0)))
    #expect(evaluator.isMember(segment: "all", person: "a", at: after(1)))
    #expect(!evaluator.isMember(segment: "all", person: "stranger", at: after(1)))
    #expect(
      evaluator.value(of: Expression(.boolean(true)), person: "a", at: after(0)) == nil)
  }
}
