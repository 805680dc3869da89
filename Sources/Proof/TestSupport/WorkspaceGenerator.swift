import StarlingLanguage
import StarlingModel

/// Random workspaces: settings, metrics and segments that refer to earlier ones, so never in a
/// cycle; and whole test cases.
package struct WorkspaceGenerator {
  /// Zones that differ in offset, in daylight saving and in whether an hour is whole.
  package static let timezones = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
    "Asia/Beirut", "Pacific/Kiritimati",
  ]
  /// What expressions are made of.
  package var expressions = ExpressionGenerator()
  /// Choices for the schedule of percentiles. Unit: ms.
  package var schedulesMs: [Int64] = [
    Milliseconds.day, Milliseconds.hour * 5, Milliseconds.hour * 36,
  ]
  /// Levels of logic in a segment.
  package var depth = 2

  /// Uses the usual sizes.
  package init() {}

  /// A workspace with two to five segments.
  package func workspace(using random: inout SeededGenerator) -> Workspace {
    var workspace = Workspace(settings: settings(using: &random), lists: ["friends": "friends.txt"])
    var expressions = expressions
    expressions.lists = ["friends"]
    for index in 0..<random.number(0...2) {
      let metric = expressions.number(depth: 1, using: &random)
      workspace.metrics.append(definition("m\(index)", metric))
      expressions.metrics.append("m\(index)")
    }
    for index in 0..<random.number(2...5) {
      let segment = expressions.condition(depth: random.number(0...depth), using: &random)
      workspace.segments.append(definition("s\(index)", segment))
      expressions.segments.append("s\(index)")
    }
    return workspace
  }

  private func definition(_ name: String, _ expression: Expression) -> Definition {
    Definition(name: name, text: expression.text, expression: expression)
  }

  private func settings(using random: inout SeededGenerator) -> WorkspaceSettings {
    WorkspaceSettings(
      timezone: random.pick(Self.timezones),
      sessionGapMs: random.pick([30 * Milliseconds.minute, Milliseconds.hour, 1]),
      sessionPages: random.pick([["page_view"], ["view", "cart"], []]),
      percentileEveryMs: random.pick(schedulesMs))
  }
}

extension TestCase {
  /// The random case of a seed: a workspace, a history, and two weeks after its last event.
  package init(seed: UInt64) {
    self.init(
      seed: seed, workspaces: WorkspaceGenerator(), timelines: TimelineGenerator(),
      restMs: 14 * Milliseconds.day)
  }

  /// The random case of a seed in which one or two people have so many events that what came and
  /// went since the last question is kept.
  package init(crowdedSeed seed: UInt64) {
    var timelines = TimelineGenerator()
    timelines.people = 1...2
    timelines.eventsPerPerson = 60...200
    self.init(
      seed: seed, workspaces: WorkspaceGenerator(), timelines: timelines,
      restMs: 14 * Milliseconds.day)
  }

  /// The random case of a seed on a scale of milliseconds, small enough to be looked at in every
  /// single one, around a midnight in Berlin.
  package init(millisecondSeed seed: UInt64) {
    var timelines = TimelineGenerator()
    timelines.lengthsMs = [1, 2, 3, 5, 8, 13]
    timelines.start = Stamp("2026-03-31T21:59:59.990Z")
    var workspaces = WorkspaceGenerator()
    workspaces.expressions.lengthsMs = timelines.lengthsMs
    workspaces.expressions.start = timelines.start
    workspaces.schedulesMs = [3, 7, 1000]
    self.init(seed: seed, workspaces: workspaces, timelines: timelines, restMs: 40)
  }

  /// The random case of a seed with chains alone, on a scale of milliseconds, so that many events
  /// of few names share an instant.
  package init(chainSeed seed: UInt64) {
    var timelines = TimelineGenerator()
    timelines.lengthsMs = [1, 2, 3, 4, 7]
    timelines.start = Stamp("2026-03-31T21:59:59.990Z")
    timelines.eventsPerPerson = 1...16
    timelines.nameCount = 3
    var workspaces = WorkspaceGenerator()
    workspaces.expressions.areChains = true
    workspaces.expressions.lengthsMs = timelines.lengthsMs
    workspaces.expressions.start = timelines.start
    workspaces.depth = 1
    self.init(seed: seed, workspaces: workspaces, timelines: timelines, restMs: 20)
  }

  private init(
    seed: UInt64, workspaces: WorkspaceGenerator, timelines: TimelineGenerator, restMs: Int64
  ) {
    var random = SeededGenerator(seed: seed)
    let workspace = workspaces.workspace(using: &random)
    let events = timelines.events(using: &random)
    let last = events.map(\.stamp).max() ?? timelines.start
    self.init(
      name: "seed-\(seed)", workspace: workspace, events: events,
      lists: ["friends": ["u0", "a1"]], until: last.advanced(byMs: restMs))
  }
}
