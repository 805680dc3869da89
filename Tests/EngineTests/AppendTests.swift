import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTestSupport
import StarlingTimeline
import Testing

/// Appending to a timeline against building it at once.
@Suite struct AppendTests {
  @Test(arguments: 1...150) func `answers like a timeline that was built at once`(
    seed: Int
  ) throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    var rest = Self.shuffled(test.events, using: &random)[...]
    let prefix = random.chance(30) ? 0 : random.number(0...rest.count)
    var growing = try GrowingTimeline(Array(rest.prefix(prefix)), test.workspace.settings)
    rest = rest.dropFirst(prefix)
    while !rest.isEmpty {
      let count = random.chance(50) ? 1 : random.number(1...rest.count)
      try growing.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      var sealed = growing.timeline
      sealed.seal()
      let atOnce = try growing.builtAtOnce()
      #expect(sealed.contents == atOnce.contents, "seed \(seed), \(growing.events.count) events")
      if random.chance(20) { growing.seal(using: &random) }
    }
    try expectSameAnswers(test, growing, using: &random)
  }

  private func expectSameAnswers(
    _ test: TestCase, _ growing: GrowingTimeline, using random: inout SeededGenerator
  ) throws {
    let open = try World(test.workspace, growing.timeline, lists: test.lists)
    let built = try World(test.workspace, try growing.builtAtOnce(), lists: test.lists)
    #expect(try open.changes(until: test.until) == built.changes(until: test.until), "\(test.name)")
    for instant in TwinInstants(test).sample(12, using: &random) {
      let members = try open.members(at: instant)
      #expect(members == (try built.members(at: instant)), "\(test.name) at \(instant.iso)")
      #expect(try single(open, instant) == members, "\(test.name), one by one, at \(instant.iso)")
      #expect(
        open.engine.timeline.peopleCount(at: instant)
          == built.engine.timeline.peopleCount(at: instant))
    }
    for person in Set(open.engine.timeline.personOfIdentifier).map({ Int($0) }) {
      #expect(
        open.engine.timeline.events(ofPerson: person)
          == built.engine.timeline.events(ofPerson: person), "\(test.name)")
    }
    #expect(open.engine.timeline.knownNames.events == built.engine.timeline.knownNames.events)
    #expect(open.engine.timeline.knownNames.traits == built.engine.timeline.knownNames.traits)
  }

  /// The members of each segment, asked person by person.
  private func single(_ world: World, _ instant: Stamp) throws -> [String: [String]] {
    let timeline = world.engine.timeline
    let segments = world.binding.plan.segments.map(\.name)
    var members = Dictionary(uniqueKeysWithValues: segments.map { ($0, [String]()) })
    guard var evaluation = try world.engine.personEvaluation(world.binding, at: instant) else {
      return members
    }
    for person in Set(timeline.personOfIdentifier).map({ Int($0) }) {
      let place = timeline.place(ofPerson: person)
      if place.tile.firstSeen[place.row] > instant.milliseconds { continue }
      evaluation.evaluate(person, of: timeline, at: instant) { segment, isMember, _ in
        if isMember {
          members[segments[segment], default: []].append(timeline.name(ofPerson: person))
        }
      }
    }
    return members.mapValues { $0.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
  }

  /// The events in random order, some without message id, no message id twice.
  private static func shuffled(
    _ events: [Event], using random: inout SeededGenerator
  ) -> [Event] {
    var seen: Set<String> = []
    var events = events.filter { seen.insert($0.messageID).inserted }
    for index in events.indices where random.chance(15) { events[index].messageID = "" }
    return events.shuffled(using: &random)
  }

  @Test(arguments: 1...20) func `copies stay as they were while events come`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var growing = try GrowingTimeline()
    var copies: [(copy: Timeline, names: [String])] = []
    // One person has far more than is written anew when an event comes late.
    for number in 0..<120 {
      let isLate = random.chance(20)
      let place = isLate ? random.number(0...number * 10) : number * 10
      let at = Self.day.advanced(byMs: Int64(place))
      try growing.append([.track("e\(place)", "p", at: at, id: "\(number)")])
      if random.chance(30) {
        copies.append((growing.timeline, try names(growing.timeline, "p")))
      }
      // A copy that goes on by itself changes nobody else.
      if random.chance(5), var (copy, _) = copies.randomElement(using: &random) {
        var batch = EventBatch()
        batch.append(.track("other", "p", at: Self.day.advanced(byMs: 5_000)))
        _ = copy.append(batch, firstSequence: 1_000) { $0.map { _ in [] } }
        #expect(try names(copy, "p").last == "other", "seed \(seed)")
      }
    }
    let built = try growing.builtAtOnce()
    #expect(try names(growing.timeline, "p") == names(built, "p"), "seed \(seed)")
    for (number, (copy, names)) in copies.enumerated() {
      #expect(try self.names(copy, "p") == names, "seed \(seed), copy \(number)")
    }
  }

  // MARK: Examples

  private static let day: Stamp = "2026-03-02T00:00:00Z"

  /// The names of a person's events, in order.
  private func names(_ timeline: Timeline, _ person: String) throws -> [String] {
    let number = try #require(timeline.person(named: person))
    return timeline.events(ofPerson: number).map(\.name)
  }

  @Test func `puts a late event before those that happened later`() throws {
    var growing = try GrowingTimeline([
      .track("a", "p", at: Self.day), .track("c", "p", at: Self.day.advanced(byMs: 2)),
    ])
    let outcome = try growing.append([.track("b", "p", at: Self.day.advanced(byMs: 1))])
    #expect(outcome.people == [0] && outcome.joined == [] && outcome.needsBinding)
    #expect(!outcome.rows[0].isInOrder)
    try growing.append([.track("first", "p", at: "1971-01-01T00:00:00Z")])
    #expect(try names(growing.timeline, "p") == ["first", "a", "b", "c"])
    #expect(growing.timeline.earliest == "1971-01-01T00:00:00Z")
    #expect(growing.questions.isEmpty)
  }

  @Test func `asks for message ids only where instants meet`() throws {
    var growing = try GrowingTimeline([
      .track("b", "p", at: Self.day, id: "2"), .track("d", "p", at: Self.day, id: "4"),
      .identify("p", at: Self.day, ["plan": "free"], id: "5"),
    ])
    try growing.append([
      .track("c", "p", at: Self.day, id: "3"), .track("a", "p", at: Self.day, id: "1"),
      .track("c", "q", at: Self.day, id: "6"),
    ])
    #expect(try names(growing.timeline, "p") == ["", "a", "b", "c", "d"])
    // "c" meets b and d; "a" meets them and "c", whose id is in the batch.
    #expect(growing.questions == [0, 1, 0, 1])
  }

  @Test func `needs no new binding for what it has seen before`() throws {
    var growing = try GrowingTimeline([.track("a", "p", at: Self.day, ["n": 1])])
    let known = try growing.append([.track("a", "p", at: Self.day.advanced(byMs: 9), ["n": 1])])
    #expect(!known.needsBinding)
    let value = try growing.append([.track("a", "p", at: Self.day.advanced(byMs: 10), ["n": 2])])
    #expect(value.needsBinding)
    let person = try growing.append([.track("a", "q", at: Self.day.advanced(byMs: 11))])
    #expect(person.people == [1] && person.joined == [] && person.needsBinding)
  }

  @Test func `moves the events of people who turn out to be one`() throws {
    var growing = try GrowingTimeline([
      .track("a", "anonymous", at: Self.day), .track("c", "p", at: Self.day.advanced(byMs: 2)),
    ])
    try growing.append([.track("b", "p", at: Self.day.advanced(byMs: 1))])
    let outcome = try growing.append([
      .identify("p", at: Self.day.advanced(byMs: 3), anonymous: "anonymous")
    ])
    #expect(outcome.people == [0] && outcome.needsBinding)
    #expect(outcome.joined == [AppendOutcome.Joined(person: 1, into: 0)])
    #expect(try names(growing.timeline, "anonymous") == ["a", "b", "c", ""])
    #expect(growing.timeline.name(ofPerson: 0) == "p")
    #expect(growing.timeline.peopleCount == 1)
    #expect(growing.timeline.openCount == 2)
  }

  @Test func `events of one instant keep the order of their kind when people turn out to be one`()
    throws
  {
    // Among track calls a goes before m, among identify calls b before k, whatever lies between.
    let first = [
      Event.track("m", "root", at: Self.day, id: "m"),
      .identify("root", at: Self.day, ["plan": "k"], id: "k"),
    ]
    let second = [
      Event.identify("other", at: Self.day, ["plan": "z"], id: "z"),
      .track("a", "other", at: Self.day, id: "a"),
    ]
    for (early, late) in [(first, second), (second, first)] {
      var growing = try GrowingTimeline([.track("old", "root", at: "2026-01-01")])
      for event in early + late { try growing.append([event]) }
      try growing.append([
        .identify("root", at: Self.day.advanced(byMs: 3), anonymous: "other", id: "join")
      ])
      #expect(try names(growing.timeline, "root") == names(growing.builtAtOnce(), "root"))
      var sealed = growing.timeline
      sealed.seal()
      #expect(try sealed.contents == growing.builtAtOnce().contents)
    }
  }

  @Test func `ranks open people once among all others`() throws {
    func purchase(_ person: String, _ amount: Value, _ milliseconds: Int64) -> Event {
      .track("buy", person, at: Self.day.advanced(byMs: milliseconds), ["amount": amount])
    }
    var growing = try GrowingTimeline([
      purchase("a", 1, 0), purchase("b", 2, 0), purchase("c", 3, 0), purchase("d", 4, 0),
    ])
    try growing.append([purchase("c", 300, 1), purchase("d", 400, 1)])
    let text = "sum(buy.amount) >= percentile(50)"
    let expression = try #require(Expression.parse(text).expression)
    let world = try World(
      Workspace(segments: [Definition(name: "s", text: text, expression: expression)]),
      growing.timeline)
    // Of 1, 2, 303 and 404 the second; with the sealed sums of c and d it would be 3.
    #expect(try world.members(at: Self.day.advanced(byMs: 1)) == ["s": ["b", "c", "d"]])
  }

  @Test func `passes over rows that are known`() throws {
    var timeline = try GrowingTimeline([.track("a", "p", at: Self.day)]).timeline
    var batch = EventBatch()
    batch.append(.alias("p", previous: "old", at: Self.day.advanced(byMs: 1)))
    batch.append(.track("b", "p", at: Self.day.advanced(byMs: 2)))
    let outcome = timeline.append(batch, firstSequence: 1, known: [0]) { _ in [] }
    #expect(outcome.joined == [])
    #expect(timeline.eventCount == 2)
    #expect(timeline.person(named: "old") == 1)
  }

  @Test func `grows beyond a tile and joins people of different tiles`() throws {
    let people = Tile.capacity + 200
    var growing = try GrowingTimeline(
      (0..<people).map { .track("a", "p\($0)", at: Self.day.advanced(byMs: Int64($0 % 7))) })
    let last = people - 1
    try growing.append(
      (0..<300).map { .track("b", "q\($0)", at: Self.day.advanced(byMs: Int64($0 % 5))) })
    try growing.append([
      .alias("p3", previous: "p\(last)", at: Self.day, id: "1"),
      .alias("p\(last - 1)", previous: "p\(last - 2)", at: Self.day, id: "2"),
      .alias("q7", previous: "p9", at: Self.day, id: "3"),
      .track("a", "p\(last)", at: Self.day.advanced(byMs: -5)),
    ])
    let atOnce = try growing.builtAtOnce()
    #expect(growing.timeline.peopleCount == atOnce.peopleCount)
    growing.seal()
    #expect(growing.timeline.contents == atOnce.contents)
    #expect(growing.timeline.openCount == 0)
  }
}
