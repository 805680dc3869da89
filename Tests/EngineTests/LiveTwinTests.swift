import Foundation
import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingTestSupport
import StarlingTimeline
import Testing

/// The live core against replay and evaluation of everything at once.
@Suite struct LiveTwinTests {
  private static let rounds =
    Int(ProcessInfo.processInfo.environment["STARLING_TWIN_ROUNDS"] ?? "") ?? 400

  @Test(arguments: 1...rounds) func `finds the changes that replay finds, in order`(
    seed: Int
  ) throws {
    var test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    if random.chance(50) { try test.addOtherParts(using: &random) }
    // Who is who is known to replay from the start; live it comes with the event that says so.
    let events = test.events.filter { $0.joined == nil }.inOrder
    var live = try LiveWorld(test.workspace, lists: test.lists)
    var rest = events[...]
    while let first = rest.first {
      let sameInstant = rest.prefix { $0.stamp == first.stamp }
      // Clocks may run ahead of events, as long as nobody hears of a deadline before its event.
      live.apply(Array(sameInstant), now: first.stamp)
      rest = rest.dropFirst(sameInstant.count)
      if random.chance(30) { live.advance(to: first.stamp) }
    }
    live.advance(to: test.until)
    let world = try World(test.workspace, events, lists: test.lists)
    expectSame(live.changes, try world.changes(until: test.until), test)
    try expectSameMembers(live, world, at: test.until, test.name)
  }

  @Test(arguments: 1...rounds) func `ends with the members that evaluation finds, in any order`(
    seed: Int
  ) throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    if try Plan(test.workspace).percentileCount > 0 { return }
    var events = test.events.shuffled(using: &random)
    var live = try LiveWorld(test.workspace, lists: test.lists)
    var now = random.chance(50) ? test.until : Stamp(milliseconds: 0)
    let all = events
    while !events.isEmpty {
      let count = min(events.count, random.chance(50) ? 1 : random.number(1...7))
      let batch = Array(events.prefix(count))
      events.removeFirst(count)
      if random.chance(30) {
        now = max(now, batch[0].stamp)
        live.advance(to: now)
      }
      if random.chance(10) { live.seal(using: &random) }
      live.apply(batch, now: now)
      #expect(live.surprises == [], "\(test.name)")
    }
    live.advance(to: test.until)
    let world = try World(test.workspace, all, lists: test.lists)
    try expectSameMembers(live, world, at: test.until, test.name)
    #expect(live.surprises == [], "\(test.name)")
  }

  @Test(arguments: 1...rounds)
  func `tells of people who become one so that names always add up`(seed: Int) throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    let events = test.events.joining(random.number(1...6), using: &random)
    var live = try LiveWorld(test.workspace, lists: test.lists)
    var rest = random.chance(70) ? events.inOrder[...] : events[...]
    while let first = rest.first {
      let batch = rest.prefix(random.chance(60) ? 1 : random.number(1...5))
      rest = rest.dropFirst(batch.count)
      // Where events come in no order the clock is set back as well.
      live.apply(Array(batch), now: batch.last?.stamp ?? first.stamp)
      #expect(live.surprises == [], "\(test.name)")
      if random.chance(20) {
        live.advance(to: first.stamp.advanced(byMs: 1))
        #expect(live.surprises == [], "\(test.name)")
      }
      if random.chance(10) { live.seal(using: &random) }
    }
    live.advance(to: test.until)
    #expect(live.surprises == [], "\(test.name)")
    if try Plan(test.workspace).percentileCount > 0 { return }
    let world = try World(test.workspace, events, lists: test.lists)
    try expectSameMembers(live, world, at: test.until, test.name)
  }

  @Test(arguments: [
    "(a then no c within 1h then b within 2h then no d within 1m) or y",
    "since(x{p == \"a\"}[this month]) > 3d or y", "since(x{p == \"a\"}[this month]) > 3d and not y",
    "since(x{p == \"a\"}[this month]) > 3d or count(a[this month]) == 0",
    "count(session{events > 1}[2026-11-02 ..]) >= 1 or y",
    "(b then no d within 1h) and (a or y)",
  ])
  func `waits for the part that decides, and for no other`(_ text: String) throws {
    let expression = try #require(Expression.parse(text).expression)
    let workspace = Workspace(
      segments: [Definition(name: "s", text: text, expression: expression)])
    let events: [Event] = [
      .track("x", "p", at: "2026-11-01T00:00:00Z", ["p": "b"]),
      .track("a", "p", at: "2026-11-01T00:00:01Z"),
      .track("b", "p", at: "2026-11-01T01:05:00Z"), .track("d", "p", at: "2026-11-01T01:05:30Z"),
      .track("a", "p", at: "2026-11-01T01:09:00Z"), .track("b", "p", at: "2026-11-01T01:20:00Z"),
      .track("x", "p", at: "2026-11-05T00:00:00Z", ["p": "a"]),
    ]
    let until: Stamp = "2027-01-05T00:00:00Z"
    var live = try LiveWorld(workspace)
    for event in events { live.apply([event], now: event.stamp) }
    live.advance(to: until)
    #expect(try live.changes == World(workspace, events).changes(until: until))
  }

  /// Names what only one side has, with the expressions that it is about.
  private func expectSame(
    _ live: [ReferenceChange], _ replayed: [ReferenceChange], _ test: TestCase
  ) {
    let differences =
      live.filter { !replayed.contains($0) }.map { "only live: \($0)" }
      + replayed.filter { !live.contains($0) }.map { "only replayed: \($0)" }
    let segments = test.workspace.segments.map { "\($0.name): \($0.text)" }
    #expect(
      differences.isEmpty && live == replayed,
      "\((differences.prefix(6) + segments).joined(separator: "\n"))")
  }

  private func expectSameMembers(
    _ live: borrowing LiveWorld, _ world: World, at instant: Stamp, _ name: String
  ) throws {
    #expect(try live.members == world.members(at: instant), "\(name)")
  }
}

extension TestCase {
  /// Puts another part beside what each segment asks, so that now one decides and now the other.
  fileprivate mutating func addOtherParts(using random: inout SeededGenerator) throws {
    let names = Set(events.map(\.name)).filter { !$0.isEmpty }.sorted() + ["y"]
    for index in workspace.segments.indices {
      let text = workspace.segments[index].text
      let other = random.pick(names)
      let whole = random.chance(50) ? "(\(text)) or \(other)" : "(\(text)) and not \(other)[1h]"
      guard let expression = Expression.parse(whole).expression else { continue }
      workspace.segments[index].text = whole
      workspace.segments[index].expression = expression
    }
  }
}

extension [Event] {
  /// With events that tell that people are one, and that give them other names, put in anywhere.
  func joining(_ count: Int, using random: inout SeededGenerator) -> [Event] {
    var events = self
    let names = ["u0", "u1", "u2", "u3", "a0", "a1", "old", "Z", "zz"]
    for number in 0..<count {
      guard !isEmpty else { return events }
      let stamp = random.pick(self).stamp.advanced(byMs: Int64(random.number(-1...1)))
      let (person, other) = (random.pick(names), random.pick(names))
      let event: Event =
        random.chance(60)
        ? .identify(person, at: stamp, anonymous: other, id: "join \(number)")
        : .alias(person, previous: other, at: stamp, id: "join \(number)")
      events.insert(event, at: random.number(0...events.count))
    }
    return events
  }

  /// By time, message id and arrival; of events with one message id the first to arrive.
  var inOrder: [Event] {
    var seen: Set<String> = []
    return filter { $0.messageID.isEmpty || seen.insert($0.messageID).inserted }
      .enumerated().sorted { left, right in
        left.element.stamp != right.element.stamp
          ? left.element.stamp < right.element.stamp : left.offset < right.offset
      }.map(\.element)
  }
}
