import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingStore
import StarlingTestSupport
import StarlingTimeline
import Testing

/// The live system over a store on disk, with a clock that the test sets.
@Suite struct LiveSystemTests {
  @Test(arguments: 1...150) func `finds what replay finds, whatever restarts come between`(
    seed: Int
  ) async throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    let events = test.events.filter { $0.joined == nil }.withIDsInOrder
    let folder = try ScratchFolder()
    var running = try RunningSystem(folder.path, test, at: Stamp(milliseconds: 0))
    var rest = events[...]
    while let first = rest.first {
      let sameInstant = rest.prefix { $0.stamp == first.stamp }
      rest = rest.dropFirst(sameInstant.count)
      // What lies ahead of the clock waits for its time.
      try await running.send(Array(sameInstant))
      if random.chance(20) { try await running.send(Array(sameInstant)) }
      #expect(running.system.setClock(first.stamp))
      if random.chance(40) { await running.system.settle() }
      if random.chance(15) {
        // Some runs write snapshots all the time, some when they end, some never.
        var options = LiveOptions()
        if random.chance(50) { options.snapshotEventsMin = 1 }
        if random.chance(50) { options.snapshotAtStopMin = 1 }
        running = try await running.restarted(at: first.stamp, options)
      }
    }
    _ = running.system.setClock(test.until)
    await running.system.settle()
    let world = try World(test.workspace, events, lists: test.lists)
    #expect(try await running.members() == world.members(at: test.until), "\(test.name)")
    let changes = try running.changes()
    #expect(changes.map(\.position) == (0..<changes.count).map { Int64($0 + 1) })
    let found = ReferenceChange.net(changes, test.workspace)
    let replayed = try world.changes(until: test.until)
    let differences =
      found.filter { !replayed.contains($0) }.map { "only live: \($0)" }
      + replayed.filter { !found.contains($0) }.map { "only replayed: \($0)" }
    let texts = test.workspace.segments.map { "\($0.name): \($0.text)" }
    #expect(
      found == replayed, "\((differences.prefix(6) + texts).joined(separator: "\n"))")
    try await running.stop()
  }

  @Test(arguments: 1...100)
  func `whoever follows the changes by name knows the members, across merges and crashes`(
    seed: Int
  ) async throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    let events = test.events.joining(random.number(1...6), using: &random)
    let folder = try ScratchFolder()
    var now = Stamp(milliseconds: 0)
    var running = try RunningSystem(folder.path("0"), test, at: now)
    var rest = random.chance(70) ? events.withIDsInOrder[...] : events[...]
    while !rest.isEmpty {
      let batch = rest.prefix(random.chance(60) ? 1 : random.number(1...5))
      rest = rest.dropFirst(batch.count)
      try await running.send(Array(batch))
      now = max(now, batch.last?.stamp ?? now)
      _ = running.system.setClock(now)
      if random.chance(60) {
        await running.system.settle()
        #expect(try await running.surprises() == [], "\(test.name)")
      }
      if random.chance(20) {
        running =
          random.chance(40)
          ? try await running.restarted(at: now)
          : try await running.crashed(into: folder.path("\(rest.count + 1)"), at: now)
        await running.system.settle()
        #expect(try await running.surprises() == [], "\(test.name), after a restart")
      }
    }
    _ = running.system.setClock(test.until)
    await running.system.settle()
    #expect(try await running.surprises() == [], "\(test.name)")
    try await running.stop()
  }

  @Test func `a visitor who says who it is leaves under the old name and enters under the new`()
    async throws
  {
    let day: Stamp = "2026-03-02T00:00:00Z"
    let texts = ["all": "count(*) >= 1", "buyers": "purchase[1d]"]
    let folder = try ScratchFolder()
    var running = try RunningSystem(folder.path, try Workspace(texts), lists: [:], at: day)
    try await running.send([
      .track("view", "visitor", at: day, id: "1"), .track("purchase", "ann", at: day, id: "2"),
    ])
    await running.system.settle()
    _ = running.system.setClock(day.advanced(byMs: 10))
    try await running.send([
      .identify("ann", at: day.advanced(byMs: 9), anonymous: "visitor", id: "3")
    ])
    await running.system.settle()
    try await running.send([
      .alias("bob", previous: "ann", at: day.advanced(byMs: 10), id: "4")
    ])
    await running.system.settle()
    func lines(_ changes: [MembershipChange]) -> [String] {
      changes.map { change in
        let after = change.at.milliseconds - day.milliseconds
        return "\(after) \(change.person) \(change.isEntry ? "in" : "out") \(change.segment) "
          + change.cause.word
      }
    }
    #expect(
      lines(try running.changes()) == [
        "0 visitor in all event", "0 ann in all event", "0 ann in buyers event",
        "9 visitor out all merge", "10 ann out all merge", "10 bob in all merge",
        "10 ann out buyers merge", "10 bob in buyers merge",
      ])
    // By any name that the person ever had.
    let page = try await running.system.page(
      after: 0, limit: 100, filter: ChangeFilter(segments: ["all"], person: "visitor"))
    #expect(page.changes.map(\.person) == ["visitor", "ann", "visitor", "ann", "bob"])
    running = try await running.restarted(at: day.advanced(byMs: 20))
    await running.system.settle()
    #expect(try await running.surprises() == [])
    #expect(try running.changes().count == 8)
    let segments = try await running.system.person("ann").segments.segments
    #expect(segments.map(\.since) == [day.advanced(byMs: 10), day.advanced(byMs: 10)])
    try await running.stop()
  }

  @Test func `names and segments that are no more leave at the next start`() async throws {
    let day: Stamp = "2026-03-02T00:00:00Z"
    let texts = ["all": "count(*) >= 1", "gone": "count(*) >= 1"]
    let folder = try ScratchFolder()
    let running = try RunningSystem(folder.path, try Workspace(texts), lists: [:], at: day)
    try await running.send([.track("view", "ann", at: day, id: "1")])
    await running.system.settle()
    try await running.stop()
    // As after damage of the log: somebody was announced of whom nothing is known.
    let store = try Store(directory: folder.path)
    _ = try store.commit(
      StoreCommit(changes: [
        MembershipChange(
          position: 0, at: day, recordedAt: day, segment: "all", person: "nobody", isEntry: true,
          cause: .event)
      ]))
    try store.close()
    let again = try RunningSystem(
      folder.path, try Workspace(["all": "count(*) >= 1"]), lists: [:], at: day.advanced(byMs: 5))
    await again.system.settle()
    #expect(try await again.surprises() == [])
    let changes = try again.changes().suffix(2)
    #expect(
      changes.map { "\($0.person) \($0.segment) \($0.isEntry) \($0.cause)" } == [
        "nobody all false late", "ann gone false definition",
      ])
    try await again.stop()
  }

  @Test func `answers every question about people and segments`() async throws {
    let day: Stamp = "2026-03-02T00:00:00Z"
    let texts = ["buyers": "purchase[1d]", "all": "count(*) >= 1", "none": "never"]
    let folder = try ScratchFolder()
    let running = try RunningSystem(
      folder.path, try Workspace(texts), lists: [:], at: day.advanced(byMs: 10))
    try await running.send([
      .track("purchase", "ann", at: day, ["amount": 49.9], id: "1"),
      .track("view", "bob", at: day.advanced(byMs: 1), id: "2"),
      .identify("ann", at: day.advanced(byMs: 2), ["plan": "vip"], id: "3"),
    ])
    await running.system.settle()
    let system = running.system
    let list = try await system.segments(at: nil)
    #expect(list.people == 2)
    #expect(list.segments.map { "\($0.name) \($0.count)" } == ["all 2", "buyers 1", "none 0"])
    let ann = try await system.person("ann")
    #expect(ann.traits.map { "\($0.path)" } == ["plan"])
    #expect(ann.eventCount == 3 || ann.eventCount == 2)
    #expect(ann.segments.segments.map(\.name) == ["all", "buyers"])
    #expect(ann.segments.segments[1].since == day)
    #expect(ann.segments.segments[1].nextFlip == .at(day.advanced(byMs: 86_400_000)))
    let page = try await system.members(of: "all", at: nil, after: nil, limit: 1)
    #expect(page.members.map(\.person) == ["ann"] && page.count == 2)
    let next = try await system.members(of: "all", at: nil, after: page.next, limit: 1)
    #expect(next.members.map(\.person) == ["bob"] && next.next == nil)
    let preview = try await system.preview("view", at: nil, limit: 5)
    #expect(preview.count == 1 && preview.sample == ["bob"])
    let before = try await system.members(
      of: "buyers", at: day.advanced(byMs: -1), after: nil, limit: 9)
    #expect(before.count == 0)
    let overlap = try await system.overlap(of: [], at: nil)
    #expect(overlap.counts == [[2, 1, 0], [1, 1, 0], [0, 0, 0]])
    let explained = try await system.explain(person: "ann", segment: "buyers", at: nil)
    #expect(explained.explanation.isMember)
    let timeline = try await system.timeline(
      ofPerson: "ann", from: nil, until: nil, after: nil, limit: 1)
    #expect(timeline.events.map(\.name) == [""] && timeline.next != nil)
    #expect(timeline.events.map(\.messageID) == ["3"])
    let rest = try await system.timeline(
      ofPerson: "ann", from: nil, until: nil, after: timeline.next, limit: 9)
    #expect(rest.events.map(\.messageID) == ["1"])
    await #expect(throws: QueryProblem.self) { try await system.person("carl") }
    await #expect(throws: QueryProblem.self) { try await system.segment("buyer", at: nil) }
    try await running.stop()
  }

  @Test func `counts who is in two segments whose last members are far apart`() async throws {
    let day: Stamp = "2026-03-02T00:00:00Z"
    let texts = ["all": "count(*) >= 1", "buyers": "purchase[1d]"]
    let segments = try texts.sorted { $0.key < $1.key }.map { name, text in
      Definition(
        name: name, text: text, expression: try #require(Expression.parse(text).expression))
    }
    let folder = try ScratchFolder()
    let running = try RunningSystem(
      folder.path, Workspace(segments: segments), lists: [:], at: day)
    try await running.send([.track("purchase", "p0", at: day, id: "b")])
    try await running.send((0..<200).map { .track("view", "p\($0)", at: day, id: "\($0)") })
    await running.system.settle()
    let overlap = try await running.system.overlap(of: [], at: nil)
    #expect(overlap.counts == [[200, 1], [1, 1]])
    try await running.stop()
  }

  @Test func `puts definitions into force and says what changed`() async throws {
    let day: Stamp = "2026-03-02T00:00:00Z"
    let folder = try ScratchFolder()
    let running = try RunningSystem(folder.path, Workspace(), lists: [:], at: day)
    try await running.send([.track("purchase", "ann", at: day, id: "1")])
    let made = try await running.system.putDefinition(
      DefinitionDraft(kind: .segment, name: "buyers", expression: "purchase[1d]"), by: "test")
    #expect(made.number == 2 && made.summary == "added segment buyers")
    await running.system.settle()
    #expect(try await running.members() == ["buyers": ["ann"]])
    await #expect(throws: QueryProblem.self) {
      _ = try await running.system.putDefinition(
        DefinitionDraft(kind: .segment, name: "wrong", expression: "purchase["), by: "test")
    }
    _ = try await running.system.putDefinition(
      DefinitionDraft(kind: .segment, name: "buyers", expression: "count(purchase) > 1"),
      by: "test")
    await running.system.settle()
    _ = try await running.system.deleteDefinition(.segment, "buyers", by: "test")
    await running.system.settle()
    let changes = try running.changes()
    #expect(
      changes.map { "\($0.segment) \($0.isEntry) \($0.cause)" } == [
        "buyers true definition", "buyers false definition",
      ])
    #expect(try await running.system.versions(before: nil, limit: 9).map(\.number) == [4, 3, 2, 1])
    try await running.stop()
  }
}

extension Workspace {
  /// Segments by name, with their texts.
  fileprivate init(_ texts: [String: String]) throws {
    self.init(
      segments: try texts.sorted { $0.key < $1.key }.map { name, text in
        Definition(name: name, text: text, expression: try Expression(reading: text))
      })
  }
}

extension [Event] {
  /// By time, message id and arrival; of events with one message id the first to arrive.
  fileprivate var withIDsInOrder: [Event] {
    var seen: Set<String> = []
    return filter { !$0.messageID.isEmpty && seen.insert($0.messageID).inserted }
      .enumerated().sorted { left, right in
        left.element.stamp != right.element.stamp
          ? left.element.stamp < right.element.stamp : left.offset < right.offset
      }.map(\.element)
  }
}
