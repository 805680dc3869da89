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
  /// Levels of logic in a segment.
  package var depth = 2

  /// Uses the usual sizes.
  package init() {}

  /// A workspace with two to five segments.
  package func workspace(using random: inout SeededGenerator) -> Workspace {
    var workspace = Workspace(settings: settings(using: &random), lists: ["friends": "friends.txt"])
    var expressions = ExpressionGenerator()
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
      percentileEveryMs: random.pick([
        Milliseconds.day, Milliseconds.hour * 5, Milliseconds.hour * 36,
      ]))
  }
}

extension TestCase {
  /// The random case of a seed: a workspace, a history, and two weeks after its last event.
  package init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let workspace = WorkspaceGenerator().workspace(using: &random)
    let events = TimelineGenerator().events(using: &random)
    let last = events.map(\.stamp).max() ?? TimelineGenerator.start
    self.init(
      name: "seed-\(seed)", workspace: workspace, events: events,
      lists: ["friends": ["u0", "a1"]], until: last.advanced(byMs: 14 * Milliseconds.day))
  }
}
