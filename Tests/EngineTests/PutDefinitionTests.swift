import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingStore
import StarlingTestSupport
import StarlingTimeline
import Testing

/// Definitions put into a running system: nothing is ever half in force.
@Suite struct PutDefinitionTests {
  private static let day: Stamp = "2026-03-02T00:00:00Z"

  @Test(arguments: 1...60)
  func `whoever follows the changes by name knows the members while definitions are put`(
    seed: Int
  ) async throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    let events = test.events.joining(random.number(0...4), using: &random)
      .sorted { $0.stamp < $1.stamp }
    var editor = DefinitionEditor(test, hasPercentiles: false)
    let folder = try ScratchFolder()
    let running = try RunningSystem(
      folder.path, editor.workspace, lists: editor.lists, at: Stamp(milliseconds: 0))
    var puts: Task<Void, any Error>?
    var rest = events[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(random.number(1...4)))
      rest = rest.dropFirst(batch.count)
      if random.chance(30) {
        try await puts?.value
        try editor.edit(using: &random)
        let (system, workspace, lists) = (running.system, editor.workspace, editor.lists)
        puts = Task {
          _ = try await system.putWorkspace(workspace, lists: lists, by: "test")
        }
      }
      try await running.send(batch)
      _ = running.system.setClock(batch.last?.stamp ?? test.until)
      if random.chance(40) {
        #expect(try await running.lastingSurprises() == [], "\(test.name), \(editor.log)")
      }
    }
    try await puts?.value
    _ = running.system.setClock(test.until)
    await running.system.settle()
    #expect(try await running.surprises() == [], "\(test.name), \(editor.log)")
    let world = try World(editor.workspace, events, lists: editor.lists)
    let texts = editor.workspace.segments.map { "\($0.name): \($0.text)" }.joined(separator: "\n")
    #expect(
      try await running.members() == world.members(at: test.until),
      "\(test.name), \(editor.log)\n\(texts)")
    try await running.stop()
  }

  @Test func `those who change definitions at once all find theirs in force`() async throws {
    let folder = try ScratchFolder()
    let running = try await buyers(folder)
    let system = running.system
    try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 1...8 {
        group.addTask {
          try await system.putDefinition(
            DefinitionDraft(
              kind: .segment, name: "s\(number)", expression: "count(purchase) >= \(number)"),
            by: "test"
          ).number
        }
      }
      var versions: [Int] = []
      for try await version in group { versions.append(version) }
      #expect(versions.sorted() == Array(2...9))
    }
    await system.settle()
    let counts = try await system.segments(at: nil).segments
    #expect(counts.map(\.name).sorted() == (1...8).map { "s\($0)" })
    #expect(counts.allSatisfy { $0.count == ($0.name == "s1" ? 40 : 0) })
    #expect(try await running.surprises() == [])
    #expect(try await system.versions(before: nil, limit: 99).count == 9)
    try await running.stop()
  }

  @Test func `a crash finds a version with all of its changes, or neither`() async throws {
    let folder = try ScratchFolder()
    let running = try await buyers(folder)
    let system = running.system
    for round in 0..<12 {
      let put = Task {
        try await system.putDefinition(
          DefinitionDraft(
            kind: .segment, name: "buyers",
            expression: round % 2 == 0 ? "count(purchase) >= 1" : "never"), by: "test")
      }
      let copy = folder.path("crash-\(round)")
      try Store.backup(of: folder.path("data"), to: copy)
      _ = try await put.value
      let store = try Store(directory: copy)
      let latest = try store.latestDefinitions()
      var follower = ChangeFollower()
      for change in try store.changes(after: 0, limit: 10_000).changes {
        #expect(change.cause == .definition)
        follower.note(change.segment, change.person, isEntry: change.isEntry)
      }
      let isIn = latest?.text.contains("purchase") ?? false
      let people = (0..<40).map { "p\($0)" }
      #expect(follower.differences(to: ["buyers": isIn ? people : []]) == [], "round \(round)")
      try store.close()
    }
    try await running.stop()
  }

  @Test(arguments: 0..<20)
  func `a stop puts definitions into force or leaves all as it was`(round: Int) async throws {
    let folder = try ScratchFolder()
    let running = try await buyers(folder)
    let system = running.system
    let put = Task {
      try await system.putDefinition(
        DefinitionDraft(kind: .segment, name: "buyers", expression: "purchase"), by: "test")
    }
    for _ in 0..<(round * 10) { await Task.yield() }
    try await running.stop()
    let made = try? await put.value
    let store = try Store(directory: folder.path("data"))
    #expect(try store.latestDefinitions()?.version == (made == nil ? 1 : 2))
    #expect(try store.changes(after: 0, limit: 100).changes.count == (made == nil ? 0 : 40))
    try store.close()
    await #expect(throws: QueryProblem.self) {
      _ = try await system.deleteDefinition(.segment, "buyers", by: "test")
    }
  }

  @Test func `segments follow the metric that they build on`() async throws {
    let folder = try ScratchFolder()
    let running = try await buyers(folder)
    func put(_ kind: DefinitionKind, _ name: String, _ expression: String) async throws -> [String]
    {
      _ = try await running.system.putDefinition(
        DefinitionDraft(kind: kind, name: name, expression: expression), by: "test")
      await running.system.settle()
      return try await running.members()["many"] ?? []
    }
    #expect(try await put(.metric, "bought", "count(purchase)") == [])
    #expect(try await put(.segment, "many", "metric.bought >= 1").count == 40)
    #expect(try await put(.metric, "bought", "count(purchase) - 1") == [])
    #expect(try running.changes().count == 80)
    try await running.stop()
  }

  @Test func `members since a definition is in force still are after a restart`() async throws {
    let folder = try ScratchFolder()
    var running = try await buyers(folder)
    _ = running.system.setClock(Self.day.advanced(byMs: 500))
    _ = try await running.system.putDefinition(
      DefinitionDraft(kind: .segment, name: "buyers", expression: "purchase"), by: "test")
    func since(_ running: RunningSystem) async throws -> Set<Stamp?> {
      await running.system.settle()
      let page = try await running.system.members(of: "buyers", at: nil, after: nil, limit: 99)
      return Set(page.members.map(\.since))
    }
    let instant = try await since(running)
    #expect(instant == [Self.day.advanced(byMs: 500)])
    _ = try await running.system.putDefinition(
      DefinitionDraft(kind: .segment, name: "all", expression: "count(*) >= 1"), by: "test")
    #expect(try await since(running) == instant)
    _ = try await running.system.putDefinition(
      DefinitionDraft(kind: .segment, name: "buyers", expression: "count(purchase) > 0"),
      by: "test")
    #expect(try await since(running) == instant)
    #expect(try running.changes().count == 80)
    try await running.stop()
    let text = "count(purchase) > 0"
    let workspace = Workspace(segments: [
      Definition(
        name: "buyers", text: text, expression: try #require(Expression.parse(text).expression))
    ])
    running = try RunningSystem(
      folder.path("data"), workspace, lists: [:], at: Self.day.advanced(byMs: 900))
    #expect(try await since(running) == instant)
    try await running.stop()
  }

  /// A system without definitions and forty people who bought something.
  private func buyers(_ folder: ScratchFolder) async throws -> RunningSystem {
    let running = try RunningSystem(
      folder.path("data"), Workspace(), lists: [:], at: Self.day.advanced(byMs: 100))
    try await running.send(
      (0..<40).map { .track("purchase", "p\($0)", at: Self.day, id: "\($0)") })
    await running.system.settle()
    return running
  }
}
