import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// Traits below `$set_once` keep the value that they were given first.
@Suite struct SetOnceTests {
  private static let texts = [
    #"trait."$set_once".plan == "a""#, #"exists trait."$set_once".plan"#,
    #"trait."$set_once".age + 1 > 2"#, #"since(trait."$set_once".plan) > 2h"#,
    #"elapsed(trait."$set_once".day) > 1h"#, #"trait.plan == "a""#,
    #"not trait."$set_once".plan == "b" and count(view[2h]) >= 1"#,
  ]

  private static func workspace() throws -> Workspace {
    Workspace(
      segments: try texts.enumerated().map { index, text in
        Definition(name: "s\(index)", text: text, expression: try Expression(reading: text))
      })
  }

  private static func events(using random: inout SeededGenerator) -> [Event] {
    let start: Stamp = "2026-03-02T00:00:00Z"
    return (0..<random.number(1...14)).map { number in
      let stamp = start.advanced(byMs: Int64(random.number(0...8)) * Milliseconds.hour / 2)
      let person = random.pick(["ann", "bob"])
      if random.chance(30) { return .track("view", person, at: stamp, id: "m\(number * 7 % 15)") }
      var event = Event.identify(person, at: stamp, id: "m\(number * 7 % 15)")
      let once = ["$set_once"]
      if random.chance(60) {
        event.properties[PropertyPath(once + ["plan"])] = .string(random.pick(["a", "b"]))
      }
      if random.chance(40) {
        event.properties[PropertyPath(once + ["age"])] = .number(Double(random.number(0...3)))
      }
      if random.chance(30) {
        event.properties[PropertyPath(once + ["day"])] =
          .string(random.pick(["2026-03-02T01:00:00Z", "2026-03-02", "never"]))
      }
      if random.chance(40) { event.properties[PropertyPath(["plan"])] = .string("a") }
      return event
    }
  }

  @Test(arguments: 1...100) func `the first one counts, whatever comes in which order`(
    seed: Int
  ) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let events = Self.events(using: &random)
    let until: Stamp = "2026-03-03T00:00:00Z"
    let test = TestCase(
      name: "seed \(seed)", workspace: try Self.workspace(), events: events, until: until)
    let world = try World(test.workspace, events)
    let reference = ReferenceEvaluator(test)
    #expect(try world.changes(until: until) == reference.changes(until: until), "\(test.name)")
    var live = try LiveWorld(test.workspace)
    for event in events {
      live.apply([event], now: random.chance(50) ? event.stamp : until)
    }
    live.advance(to: until)
    #expect(live.members == reference.members(at: until), "\(test.name)")
    #expect(live.surprises == [])
  }
}
