import Foundation
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingTestSupport
import StarlingWorkspace
import Testing

/// The conformance cases through the whole server: events go in over HTTP, members and changes come
/// out through the API, and the test moves the clock.
@Suite struct LiveConformanceTests {
  /// Cases are dealt out to so many tests that run beside each other: few, since others measure
  /// time meanwhile.
  private static let hands = 2

  /// How events come.
  private enum Arrival: CaseIterable {
    /// Those of one instant, or of two or three, before the clock reaches them.
    case inOrder
    /// All before the clock moves, in any order.
    case shuffled
    /// All when everything is over, in any order.
    case late
  }

  @Test(arguments: 0..<hands) func `events in order give the members and changes`(
    hand: Int
  ) async throws {
    try await forEachCase(hand) { example, _ in try await Self.run(example, .inOrder, seed: 0) }
  }

  @Test(arguments: 0..<hands) func `events in any order give the members`(
    hand: Int
  ) async throws {
    try await forEachCase(hand) { example, index in
      let seed = UInt64.random(in: 0...UInt64.max)
      try await Self.run(example, .shuffled, seed: seed)
      // Thresholds are not computed anew for what came late.
      let plan = try Plan(try example.testCase().workspace)
      if index % 3 == 0 && plan.percentileCount == 0 {
        try await Self.run(example, .late, seed: seed)
      }
    }
  }

  private func forEachCase(
    _ hand: Int, _ body: (ConformanceCase, Int) async throws -> Void
  ) async throws {
    for (index, example) in try ConformanceCase.all().enumerated()
    where index % Self.hands == hand {
      try await body(example, index)
    }
  }

  private static func run(
    _ example: ConformanceCase, _ arrival: Arrival, seed: UInt64
  ) async throws {
    let file = WorkspaceFile.read(text: example.workspaceText, path: example.name)
    let workspace = try #require(file.workspace, "\(example.name)")
    let folder = try ScratchFolder()
    try await LiveServer.with(folder.path, workspace) { live in
      var sent = ConformanceEvents(example)
      if arrival != .inOrder { sent.shuffle(seed: seed) }
      if arrival == .late { try await live.move(to: example.until) }
      if arrival != .inOrder { try await sent.sendAll(live) }
      let instants: Set<Stamp> = Set(
        example.evaluations.map(\.at) + [example.until]
          + (arrival == .inOrder ? sent.stops : []))
      let name = "\(example.name), \(arrival), seed \(seed)"
      for instant in instants.sorted() {
        if arrival == .inOrder { try await sent.send(upTo: instant, live) }
        try await live.move(to: instant)
        if arrival == .inOrder ? instant <= example.until : instant == example.until {
          try await expectMembers(example, live, at: instant, name)
        }
      }
      if arrival != .inOrder { return }
      try await expectPast(example, live, name)
      try await expectChanges(example, live)
    }
  }

  /// The members now: those of the changes so far, since thresholds of percentiles are computed
  /// when the schedule says so.
  private static func expectMembers(
    _ example: ConformanceCase, _ live: LiveServer, at instant: Stamp, _ name: String
  ) async throws {
    if instant != example.until && !example.evaluations.contains(where: { $0.at == instant }) {
      return
    }
    let expected = example.members(at: instant)
    for segment in example.evaluations.first?.members.keys.sorted() ?? [] {
      let found = try await live.members(of: segment)
      #expect(found == expected[segment] ?? [], "\(segment) of \(name) at \(instant.text)")
    }
  }

  /// The members at each instant, asked for when it is over: thresholds are computed for it.
  private static func expectPast(
    _ example: ConformanceCase, _ live: LiveServer, _ name: String
  ) async throws {
    for evaluation in example.evaluations {
      for (segment, people) in evaluation.members {
        let found = try await live.members(of: segment, at: evaluation.at)
        #expect(found == people, "\(segment) of \(name) as of \(evaluation.at.text)")
      }
    }
  }

  private static func expectChanges(
    _ example: ConformanceCase, _ live: LiveServer
  ) async throws {
    let found = try await live.changes().map { change in
      ReferenceChange(
        at: Stamp(try change.requireString("at")),
        segment: try change.requireString("segment"),
        person: try change.requireString("person"),
        change: try change.requireString("change") == "enter" ? .enter : .exit)
    }.filter { $0.at <= example.until }.sorted { left, right in
      if left.at != right.at { return left.at < right.at }
      if left.segment != right.segment { return left.segment < right.segment }
      return left.person.utf8.lexicographicallyPrecedes(right.person.utf8)
    }
    #expect(found == example.changes, "\(example.name)")
  }
}

/// The events of a case that were not sent yet.
private struct ConformanceEvents {
  private var calls: [(at: Stamp, text: String)]
  private var random = SeededGenerator(seed: 0)

  init(_ example: ConformanceCase) {
    calls = zip(example.events, example.eventLines).map { ($0.stamp, $1) }
      .sorted { $0.0 < $1.0 }
  }

  /// Instants of events up to which the clock is moved at once: of every one, then of the second
  /// after it, then of the third.
  var stops: [Stamp] {
    let instants = Set(calls.map(\.at)).sorted()
    return instants.indices.filter { [0, 2, 5].contains($0 % 6) }.map { instants[$0] }
  }

  mutating func shuffle(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    calls.shuffle(using: &random)
  }

  /// Sends those up to an instant, all of it at once.
  mutating func send(upTo instant: Stamp, _ live: LiveServer) async throws {
    let count = calls.count { $0.at <= instant }
    if count == 0 { return }
    try await live.send(calls.prefix(count).map(\.text))
    calls.removeFirst(count)
  }

  /// Sends all in batches of any size.
  mutating func sendAll(_ live: LiveServer) async throws {
    while !calls.isEmpty {
      let count = min(calls.count, random.number(1...40))
      try await live.send(calls.prefix(count).map(\.text))
      calls.removeFirst(count)
    }
  }
}

extension ConformanceCase {
  /// The members at an instant as the changes tell them.
  fileprivate func members(at instant: Stamp) -> [String: [String]] {
    var members: [String: Set<String>] = [:]
    for change in changes where change.at <= instant {
      if change.change == .enter {
        members[change.segment, default: []].insert(change.person)
      } else {
        members[change.segment]?.remove(change.person)
      }
    }
    return members.mapValues { people in
      people.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
  }
}
