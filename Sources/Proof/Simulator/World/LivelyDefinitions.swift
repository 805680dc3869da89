import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport

/// Makes definitions by which people come and go.
struct LivelyDefinitions {
  /// Definitions that are compared with each other.
  private static let candidates = 5
  /// How many of a hundred may have percentiles, of which less can be audited.
  private static let rankingPercent = 15

  private var generator = WorkspaceGenerator()

  /// Definitions for a world of some scale.
  init(_ scale: WorldScale) {
    generator.expressions.lengthsMs = scale.lengthsMs
    generator.expressions.start = scale.start
  }

  /// Of some random definitions those by which most people come and go.
  func workspace(about events: [Event], using random: inout SeededGenerator) -> Workspace {
    var best = (workspace: Workspace(), liveliness: -1)
    let mayRank = random.chance(Self.rankingPercent)
    for _ in 0..<Self.candidates {
      let candidate = workspace(mayRank: mayRank, using: &random)
      let liveliness = Self.liveliness(of: candidate, events)
      if liveliness > best.liveliness { best = (candidate, liveliness) }
    }
    return best.workspace
  }

  /// How often somebody enters or leaves between some instants.
  private static func liveliness(of workspace: Workspace, _ events: [Event]) -> Int {
    let evaluator = ReferenceEvaluator(
      workspace: workspace, events: events, lists: SimulatedWorld.lists)
    var count = 0
    var before: [String: [String]] = [:]
    for event in stride(from: 0, to: events.count, by: max(1, events.count / 6)) {
      let members = evaluator.members(at: events[event].stamp)
      for (segment, names) in members {
        count += Set(names).symmetricDifference(before[segment] ?? []).count
      }
      before = members
    }
    return count
  }

  /// Random definitions.
  ///
  /// - Parameter mayRank: Whether there may be percentiles.
  private func workspace(mayRank: Bool, using random: inout SeededGenerator) -> Workspace {
    while true {
      let workspace = generator.workspace(using: &random)
      if mayRank || !workspace.hasPercentiles { return workspace }
    }
  }
}

extension Workspace {
  /// Whether it has percentiles, whose thresholds depend on when events arrive.
  var hasPercentiles: Bool {
    (segments + metrics).contains { $0.text.contains("percentile(") }
  }
}
