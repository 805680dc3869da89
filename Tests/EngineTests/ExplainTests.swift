import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingTestSupport
import StarlingTimeline
import Testing

@Suite struct ExplainTests {
  private func explanation(
    _ definition: String, _ events: [Event], person: String, at: Stamp
  ) throws -> MembershipExplanation {
    let expression = try #require(Expression.parse(definition).expression)
    let workspace = Workspace(
      segments: [Definition(name: "s", text: definition, expression: expression)])
    let world = try World(workspace, events)
    let number = try #require(world.engine.timeline.person(named: person))
    return try world.engine.explain(workspace, segment: "s", person: number, at: at)
  }

  @Test func `lists the events of a count and tells when they leave the window`() throws {
    let events: [Event] = [
      .track("view", "a", at: "2026-03-02T00:00:00Z"),
      .track("view", "a", at: "2026-03-03T00:00:00Z"),
      .track("view", "a", at: "2026-03-09T00:00:00Z"),
    ]
    let answer = try explanation(
      "count(view[7d]) >= 2", events, person: "a", at: "2026-03-04T00:00:00Z")
    #expect(answer.isMember)
    #expect(answer.nextFlip == .at("2026-03-09T00:00:00Z"))
    #expect(
      answer.root.children.first?.events.map(\.at) == [
        "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z",
      ])
  }

  @Test func `announces when an absence is confirmed`() throws {
    let events: [Event] = [.track("cart", "a", at: "2026-03-02T00:00:00Z")]
    let answer = try explanation(
      "cart[7d] then no buy within 24h", events, person: "a", at: "2026-03-02T12:00:00Z")
    #expect(!answer.isMember)
    #expect(answer.nextFlip == .at("2026-03-03T00:00:00Z"))
  }

  @Test(arguments: 1...60) func `agrees with the slow twin on membership and its next flip`(
    seed: Int
  ) throws {
    let test = TestCase(seed: UInt64(seed))
    let middle = test.events.map(\.stamp).sorted()[test.events.count / 2]
    var past = test
    past.events = test.events.filter { $0.stamp <= middle }
    let world = try World(past.workspace, past.events, lists: past.lists)
    let reference = ReferenceEvaluator(past)
    let changes = reference.changes(until: past.until)
    for segment in past.workspace.segments {
      for (name, person) in people(world.engine.timeline) {
        let answer = try world.engine.explain(
          past.workspace, segment: segment.name, person: person, at: middle,
          lists: past.lists.mapValues { Array($0) })
        #expect(
          answer.isMember == reference.isMember(segment: segment.name, person: name, at: middle),
          "seed \(seed), segment \(segment.name), person \(name)")
        if answer.holdsThresholds { continue }
        let flip = changes.first {
          $0.segment == segment.name && $0.person == name && $0.at > middle
        }
        switch answer.nextFlip {
        case .at(let stamp) where stamp <= past.until: #expect(flip?.at == stamp, "seed \(seed)")
        default: #expect(flip == nil, "seed \(seed), segment \(segment.name), person \(name)")
        }
      }
    }
  }

  private func people(_ timeline: Timeline) -> [(String, Int)] {
    let numbers = Set((0..<timeline.places).map { Int(timeline.personOfIdentifier[$0]) })
    return numbers.sorted().map { (timeline.name(ofPerson: $0), $0) }
  }
}
