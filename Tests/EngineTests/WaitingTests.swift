import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// Answers that wait for time, for more of a session, for the steps that several chains reached,
/// and for rows of a value: against evaluation of everything at every instant.
@Suite struct WaitingTests {
  private static let texts = [
    "count(session{pages >= 2 and duration >= 10m}[3d]) >= 1",
    "count(session{events >= 3 and kinds > 1}[7d]) < 2",
    "count(session{duration > 5m and events <= 4}) >= 1 or \"Video Played\"",
    "count(session{duration >= 1m and kinds >= 2}[1d]) >= 2 and not purchase[2h]",
    "days(*[10d]) >= 3", "days(view[5d]) > 1 and not purchase[2d]", "not (days(*) < 4)",
    "days(session[4d]) >= 2 or days(cart[3d]) == 2",
    """
    (cart[5d] then no purchase within 2h then no * within 30m)
    or (cart then no purchase within 1h then view within 1d)
    """,
    "(cart then no purchase within 2h) and not (purchase then view within 1h)",
    """
    not (cart then no view within 1h then purchase within 2h)
    and not (view then cart within 1h) or (purchase[1d] then no * within 10m)
    """,
    "any product_id (count(view[3d]) >= 2)",
    "any product_id (count(view[2h]) >= 2 and count(cart) >= 1)",
    "any product_id (count(cart) >= 1 and not purchase[1d])",
    "any category (count(view) > 1 or count(cart[1d]) > 2) and not page_view[1h]",
    "any category (count(view[1d]) < 2 and count(cart) >= 1)",
    "any product_id (sum(purchase.amount[2d]) > 20 and not cart[1h]) and view[3d]",
    "any tags (count(view) >= 2 and count(purchase[1d]) == 0)", "any category (count(view) == 0)",
  ]

  @Test(arguments: 1...120) func `finds the changes that replay finds`(seed: Int) throws {
    var test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    var workspace = Workspace(settings: test.workspace.settings)
    for (index, text) in Self.texts.enumerated() {
      let expression = try #require(Expression.parse(text).expression, "\(text)")
      workspace.segments.append(
        Definition(name: "s\(10 + index)", text: text, expression: expression))
    }
    test.workspace = workspace
    let events = test.events.filter { $0.joined == nil }.inOrder
    var live = try LiveWorld(workspace)
    var rest = events[...]
    while let first = rest.first {
      let sameInstant = rest.prefix { $0.stamp == first.stamp }
      live.apply(Array(sameInstant), now: first.stamp)
      rest = rest.dropFirst(sameInstant.count)
      if random.chance(20) { live.advance(to: first.stamp) }
      if random.chance(15) { live.seal(using: &random) }
    }
    live.advance(to: test.until)
    let wanted = try World(workspace, events).changes(until: test.until)
    let differences =
      live.changes.filter { !wanted.contains($0) }.map { "only live: \($0)" }
      + wanted.filter { !live.changes.contains($0) }.map { "only replayed: \($0)" }
    #expect(
      differences.isEmpty && live.changes == wanted,
      "seed \(seed)\n\(differences.prefix(6).joined(separator: "\n"))")
  }
}
