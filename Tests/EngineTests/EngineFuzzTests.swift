import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTestSupport
import Testing

/// Whatever can be read is refused by the plan or asked about and replayed, in bounded time; more
/// with `STARLING_FUZZ_ROUNDS`.
@Suite struct EngineFuzzTests {
  /// Longest time for one workspace on a tiny timeline, far more than any needs.
  private static let bound = Duration.seconds(10)
  private static let seed: UInt64 = 1

  private static let words = [
    " and ", " or ", "not ", " in (\"a\", 2)", " contains \"a\"", " then ", " then no ",
    " within 1h", " without ", " offset 1d", "count(", "sum(", "first(", "distinct(", "since(",
    "age(", "elapsed(", "any product_id (", "exists ", "trait.plan", "segment.a", "metric.b",
    "list.c", " > percentile(90)", "session", "*", "(", ")", "{", "}", "[7d]", "[this week]",
    "[2026-01-31 ..]", "purchase", "home", ".amount", " - ", " == ", " != ", " <= ", "12.5", "3d",
    "true", "\"x\"", "exists segment.a", "exists metric.b", "== true",
  ]
  private static let corpus = [
    "count(purchase[30d]) >= 2 and sum(purchase.amount[30d]) > 500",
    "any product_id (count(product_view[48h]) >= 3 and not purchase[48h])",
    "home then product_view within 1h without search then no purchase within 2h",
    "trait.plan in (\"vip\", -1.5, 1d) and elapsed(trait.renews) >= -3d",
    "purchase.order.total{currency == \"EUR\", amount * 2 > 1}[7d offset 7d]",
    "metric.b / 0 > percentile(75) or segment.a and list.c", "last(session.duration) > 5m",
    "avg(*.amount[this month]) - min(purchase.amount) <= 3 * metric.b",
    "since(purchase) > 3d or age(home) <= 1d12h", "exists trait.plan and exists metric.b",
  ]

  /// The smallest history that has events, sessions, traits and two people.
  private static var events: [Event] {
    var random = SeededGenerator(seed: seed)
    return Array(TimelineGenerator().events(using: &random).prefix(12))
  }

  /// Asks about the last instant and replays up to it; records what fails or takes too long.
  ///
  /// - Returns: Whether all is well.
  private func answers(_ workspace: Workspace, _ events: [Event], round: Int) -> Bool {
    let texts = (workspace.metrics + workspace.segments).map { "\($0.name): \($0.text)" }
      .joined(separator: "\n")
    let start = ContinuousClock.now
    do {
      let world = try World(workspace, events, lists: ["c": ["u0"]])
      let end = events.map(\.stamp).max() ?? Stamp(milliseconds: 0)
      _ = try world.members(at: end)
      _ = try world.changes(until: end)
    } catch {
      Issue.record("seed \(Self.seed), round \(round): \(error)\n\(texts)")
      return false
    }
    let time = ContinuousClock.now - start
    if time < Self.bound { return true }
    Issue.record("seed \(Self.seed), round \(round): \(time)\n\(texts)")
    return false
  }

  /// A workspace of texts; `nil` when one has an error.
  private func workspace(_ texts: [DefinitionText]) -> Workspace? {
    var workspace = Workspace(lists: ["c": "c.txt"])
    for checked in WorkspaceCheck.check(texts, lists: ["c"]) {
      guard checked.isUsable, let expression = checked.expression else { return nil }
      let text = checked.definition
      let definition = Definition(name: text.name, text: text.text, expression: expression)
      if text.kind == .metric {
        workspace.metrics.append(definition)
      } else {
        workspace.segments.append(definition)
      }
    }
    return workspace
  }

  @Test(.timeLimit(.minutes(60)))
  func `every expression that can be planned is answered`() {
    let events = Self.events
    var mutator = TextMutator(seed: Self.seed, corpus: Self.corpus, words: Self.words)
    var readable = 0
    let rounds = TextMutator.rounds(3000)
    for round in 0..<rounds {
      let texts = [
        DefinitionText(.metric, "b", "sum(purchase.amount[30d]) + 1"),
        DefinitionText(.segment, "a", "count(*[7d]) > 1"),
        DefinitionText(.segment, "fuzz", mutator.next()),
      ]
      guard let workspace = self.workspace(texts), (try? Plan(workspace)) != nil else { continue }
      readable += 1
      guard answers(workspace, events, round: round) else { return }
    }
    #expect(readable > rounds / 40)
  }

  @Test(.timeLimit(.minutes(60)))
  func `definitions that build on each other, each used twice, are answered`() throws {
    let events = Self.events
    var random = SeededGenerator(seed: Self.seed)
    for round in 0..<TextMutator.rounds(3000) / 15 {
      let texts = chain(random.number(2...30), using: &random)
      let workspace = try #require(self.workspace(texts), "\(texts)")
      guard answers(workspace, events, round: round) else { return }
    }
  }

  /// First metrics, then segments that each use the one before, or the two before, twice.
  private func chain(_ length: Int, using random: inout SeededGenerator) -> [DefinitionText] {
    let metrics = random.number(1...length)
    var texts = [DefinitionText(.metric, "n0", "sum(purchase.amount[30d])")]
    for number in 1...length {
      let used = [0, 1].map { _ in texts[number - random.number(1...min(number, 2))] }
      let isMetric = number < metrics
      let operands = used.map { text in
        let name = "\(text.kind.rawValue).\(text.name)"
        if isMetric || text.kind == .segment { return name }
        return random.pick(["\(name) > 1", "\(name) >= \(name)", "\(name) > percentile(50)"])
      }
      let sign = random.pick(isMetric ? [" + ", " - ", " * ", " / "] : [" and ", " or "])
      let head = !isMetric && random.chance(30) ? "not " : ""
      texts.append(
        DefinitionText(
          isMetric ? .metric : .segment, "n\(number)", head + operands.joined(separator: sign)))
    }
    return texts
  }
}
