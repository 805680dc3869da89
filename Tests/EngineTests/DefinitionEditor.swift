import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTestSupport

/// Changes definitions at random, as people do: adds, edits, renames, deletes and sorts them, and
/// turns at settings and lists.
struct DefinitionEditor {
  private(set) var workspace: Workspace
  private(set) var lists: [String: Set<String>]
  /// What was done.
  private(set) var log: [String] = []
  private let hasPercentiles: Bool
  private var added = 0

  init(_ test: TestCase, hasPercentiles: Bool) {
    workspace = test.workspace
    lists = test.lists
    self.hasPercentiles = hasPercentiles
    if !hasPercentiles && Self.usesPercentiles(workspace) {
      workspace.segments.removeAll { $0.text.contains("percentile") }
      if (try? Plan(workspace)) == nil { workspace.segments = [] }
    }
  }

  private static func usesPercentiles(_ workspace: Workspace) -> Bool {
    ((try? Plan(workspace))?.percentileCount ?? 1) > 0
  }

  /// Makes one change, or several at once.
  mutating func edit(using random: inout SeededGenerator) throws {
    for _ in 0..<(random.chance(70) ? 1 : random.number(2...3)) {
      var next = workspace
      var nextLists = lists
      let what = change(&next, &nextLists, using: &random)
      // What refers to something that is no more, or to itself, is not accepted.
      guard let plan = try? Plan(next), hasPercentiles || plan.percentileCount == 0 else {
        continue
      }
      workspace = next
      lists = nextLists
      log.append(what)
    }
  }

  private mutating func change(
    _ next: inout Workspace, _ lists: inout [String: Set<String>],
    using random: inout SeededGenerator
  ) -> String {
    let index = next.segments.isEmpty ? nil : random.number(0...(next.segments.count - 1))
    switch (random.number(0...9), index) {
    case (0...2, _), (_, nil):
      added += 1
      let made = definition("n\(added)", next, using: &random)
      if random.chance(70) { next.segments.append(made) } else { next.segments.insert(made, at: 0) }
      return "added \(made.name)"
    case (3, let index?), (4, let index?):
      next.segments[index] = definition(next.segments[index].name, next, using: &random)
      return "edited \(next.segments[index].name)"
    case (5, let index?):
      return "deleted \(next.segments.remove(at: index).name)"
    case (6, let index?):
      added += 1
      let name = next.segments[index].name
      next.segments[index].name = "r\(added)"
      return "renamed \(name) to r\(added)"
    case (7, _):
      next.segments.shuffle(using: &random)
      return "sorted"
    case (8, _) where !next.metrics.isEmpty:
      let place = random.number(0...(next.metrics.count - 1))
      guard let made = WorkspaceGenerator().workspace(using: &random).metrics.first else {
        return "nothing"
      }
      next.metrics[place].expression = made.expression
      next.metrics[place].text = made.text
      return "metric \(next.metrics[place].name)"
    default:
      if random.chance(50) {
        lists["friends"] = random.chance(50) ? ["u0", "a1"] : ["u1", "a0", "Z"]
        return "list"
      }
      next.settings.timezone = random.pick(WorkspaceGenerator.timezones)
      return "zone"
    }
  }

  private func definition(
    _ name: String, _ workspace: Workspace, using random: inout SeededGenerator
  ) -> Definition {
    var expressions = ExpressionGenerator()
    expressions.lists = ["friends"]
    expressions.metrics = workspace.metrics.map(\.name)
    expressions.segments = workspace.segments.map(\.name)
    let made = expressions.condition(depth: random.number(0...2), using: &random)
    return Definition(name: name, text: made.text, expression: made)
  }
}
