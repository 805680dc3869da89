import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// Replays of people with many events, which random cases do not have: values that wait for each
/// other, marks over several words, sessions that come and go.
@Suite struct LongHistoryTests {
  /// One event after another, of a few names and products, with pauses in between.
  private func history(
    _ person: String, _ count: Int, products: Int, _ random: inout SeededGenerator
  ) -> [Event] {
    var now = Int64(1_772_000_000_000)
    return (0..<count).map { number in
      now += random.pick([0, 20_000, 60_000, 600_000, 7_200_000])
      let isPage = random.chance(10)
      var event = Event(
        kind: isPage ? .page : .track,
        name: isPage ? "page" : random.pick(["view", "view", "view", "cart", "buy"]),
        person: person, stamp: Stamp(milliseconds: now), messageID: "\(person)-\(number)",
        properties: [
          PropertyPath(["product"]): .string("p\(random.number(0...products - 1))"),
          PropertyPath(["amount"]): .number(Double(random.number(1...9))),
        ])
      if number % 37 == 0 { event.properties[PropertyPath(["coupon"])] = .number(Double(number)) }
      return event
    }
  }

  @Test(arguments: [
    "any product (count(view[6h]) >= 3)",
    "any product (count(view[1d offset 3h]) >= 4 and not buy[12h])",
    "any product (view[1d] and not buy)", "any product (sum(buy.amount[1d]) > 12)",
    "any product (last(view.amount[3h]) > 7 and count(*[2h]) >= 2)",
    "any product (cart then no buy within 2h)", "any product (since(cart{amount > 4}[1d]) > 20h)",
    "any product (count(buy[this day]) > 2)", "not any product (count(view) > 4)",
    "session{pages >= 3 and kinds >= 3}[1d]", "max(session.duration[1d]) > 600",
    "min(session.events[1d offset 2h]) > 2", "sum(session.pages[2d]) >= 20",
    "avg(session.kinds{pages > 0}[2d]) > 2.5", "sum(session.duration[this week]) > 3000",
    "count(*{coupon >= 37}[1d]) >= 1", "last(*.coupon[2d]) > 30", "sum(*.coupon[1d]) > 30",
    "first(*.amount[6h]) == last(*.amount[1d])",
    "view then no buy within 20m then cart within 3h without page",
    "* then no * within 1h then *[2h] within 8h without *",
    "cart[1d] then no buy within 1h then * within 30m then no * within 5m then * within 6h",
    "view[1d] then no cart within 10m then buy[6h] within 1d then no view within 30m",
    "last(session.exit[1d]) == \"buy\"", "first(session.pages[12h]) > 1",
  ])
  func `of a definition agree with the slow twin`(_ text: String) throws {
    let expression = try #require(Expression.parse(text).expression)
    var workspace = Workspace(
      segments: [Definition(name: "s", text: text, expression: expression)])
    workspace.settings.sessionPages = ["view"]
    var random = SeededGenerator(seed: 42)
    let events =
      history("few", 70, products: 3, &random) + history("many", 70, products: 12, &random)
    let until: Stamp = "2026-03-06T00:00:00Z"
    let slow = ReferenceEvaluator(workspace: workspace, events: events).changes(until: until)
    #expect(!slow.isEmpty)
    for namesMax in [24, 0] {
      let world = try World(workspace, events, namesMax: namesMax)
      #expect(try world.changes(until: until) == slow)
    }
  }
}
