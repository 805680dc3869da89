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
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
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
      if random.chance(5) { live.seal() }
      live.apply(batch, now: now)
    }
    live.advance(to: test.until)
    let world = try World(test.workspace, all, lists: test.lists)
    try expectSameMembers(live, world, at: test.until, test.name)
    #expect(live.membersOfChanges == live.members, "\(test.name)")
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

extension [Event] {
  /// By time, message id and arrival; of events with one message id the first to arrive.
  fileprivate var inOrder: [Event] {
    var seen: Set<String> = []
    return filter { $0.messageID.isEmpty || seen.insert($0.messageID).inserted }
      .enumerated().sorted { left, right in
        left.element.stamp != right.element.stamp
          ? left.element.stamp < right.element.stamp : left.offset < right.offset
      }.map(\.element)
  }
}
