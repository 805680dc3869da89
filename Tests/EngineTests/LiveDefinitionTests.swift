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

/// Definitions that come into force while events come and time passes.
@Suite struct LiveDefinitionTests {
  private static let rounds =
    Int(ProcessInfo.processInfo.environment["STARLING_TWIN_ROUNDS"] ?? "") ?? 400

  @Test(arguments: 1...rounds)
  func `answers as a core that is begun anew, whatever comes between`(seed: Int) throws {
    var test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    let events = test.events.joining(random.number(0...6), using: &random)
    var editor = DefinitionEditor(test, hasPercentiles: false)
    test.workspace = editor.workspace
    var live = try LiveWorld(test.workspace, lists: editor.lists)
    var rest = random.chance(60) ? events.sorted { $0.stamp < $1.stamp }[...] : events[...]
    var put: PutUnderWay?
    while let first = rest.first {
      let batch = rest.prefix(random.chance(60) ? 1 : random.number(1...5))
      rest = rest.dropFirst(batch.count)
      live.apply(Array(batch), now: batch.last?.stamp ?? first.stamp)
      if random.chance(60) { live.advance(to: first.stamp.advanced(byMs: 1)) }
      if random.chance(10) { live.seal(using: &random) }
      if put != nil {
        if try step(&put, &live, &random, editor) {
          try expectSame(&live, editor, "\(test.name), \(editor.log)")
        }
      } else if random.chance(40) {
        try editor.edit(using: &random)
        put = PutUnderWay(work: try live.beginBackfill(editor.workspace, lists: editor.lists))
      }
      #expect(live.surprises == [], "\(test.name), \(editor.log)")
    }
    while put != nil { _ = try step(&put, &live, &random, editor) }
    try expectSame(&live, editor, "\(test.name), \(editor.log)")
    live.advance(to: test.until)
    try expectSame(&live, editor, "\(test.name), \(editor.log)")
  }

  @Test(arguments: 1...rounds)
  func `finds the changes that replay finds from when definitions are in force`(
    seed: Int
  ) throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    var seen: Set<String> = []
    let events = test.events
      .filter { $0.joined == nil }
      .filter { $0.messageID.isEmpty || seen.insert($0.messageID).inserted }
      .enumerated().sorted { ($0.element.stamp, $0.offset) < ($1.element.stamp, $1.offset) }
      .map(\.element)
    var editor = DefinitionEditor(test, hasPercentiles: true)
    var live = try LiveWorld(editor.workspace, lists: editor.lists)
    var rest = events[...]
    var put: PutUnderWay?
    var inForce = Stamp(milliseconds: .min)
    while let first = rest.first {
      let sameInstant = rest.prefix { $0.stamp == first.stamp }
      live.apply(Array(sameInstant), now: first.stamp)
      live.advance(to: first.stamp)
      rest = rest.dropFirst(sameInstant.count)
      if put != nil {
        if try step(&put, &live, &random, editor) { inForce = first.stamp }
      } else if random.chance(50) {
        try editor.edit(using: &random)
        put = PutUnderWay(work: try live.beginBackfill(editor.workspace, lists: editor.lists))
      }
    }
    while put != nil {
      if try step(&put, &live, &random, editor) {
        inForce = max(inForce, events.last?.stamp ?? inForce)
      }
    }
    live.advance(to: test.until)
    let world = try World(editor.workspace, events, lists: editor.lists)
    let found = live.latestChanges.filter { $0.at > inForce }
    let replayed = try world.changes(until: test.until).filter { $0.at > inForce }
    let differences =
      found.filter { !replayed.contains($0) }.map { "only live: \($0)" }
      + replayed.filter { !found.contains($0) }.map { "only replayed: \($0)" }
    let texts = editor.workspace.segments.map { "\($0.name): \($0.text)" }
    #expect(
      differences.isEmpty,
      "\(test.name) \(editor.log): \((differences.prefix(6) + texts).joined(separator: "\n"))")
    #expect(try live.members == world.members(at: test.until), "\(test.name)")
  }

  @Test func `begins nothing when a segment is deleted, renamed or put elsewhere`() throws {
    let texts = [
      "a": "a then no b within 1h", "b": "any p (count(x[1d]) > 1)",
      "c": "count(x{q == 1}[7d]) >= 2 or list.friends", "d": "sum(x.q[1d]) >= percentile(50)",
      "e": "metric.m > 3 and segment.a",
    ]
    let whole = try Workspace(texts, metrics: ["m": "sum(x.q[3d]) / count(x[3d])"])
    func begun(_ segments: [String], _ change: (inout Workspace) -> Void = { _ in }) throws
      -> [String]
    {
      var next = whole
      next.segments = segments.compactMap { name in whole.segments.first { $0.name == name } }
      change(&next)
      let plan = try Plan(next)
      let lists: [String: Set<String>] = ["friends": ["u"]]
      let change = DefinitionChange(from: try Plan(whole), lists, to: plan, lists)
      return change.begunNames
    }
    #expect(try begun(["e", "d", "c", "b", "a"]) == [])
    #expect(try begun(["a", "d", "e"]) == [])
    #expect(try begun(["a", "b", "c", "d", "e"]) { $0.segments[1].name = "other" } == [])
    let edited = try Workspace(["m": "sum(x.q[3d]) / count(x[4d])"])
    #expect(
      try begun(["a", "b", "c", "d", "e"]) {
        $0.metrics[0].expression = edited.segments[0].expression
      } == ["e"])
    #expect(
      try begun(["a", "b"]) { $0.settings.timezone = "Europe/Berlin" } == ["a", "b"])
  }

  // MARK: Parts

  /// How far definitions are that were put.
  private struct PutUnderWay {
    var work: BackfillWork
    var isTaken = false
    /// Whether the answers were found before anything else came.
    var answers: BackfillAnswers?
  }

  /// Brings definitions a step nearer to being in force.
  ///
  /// - Returns: Whether they are now.
  private func step(
    _ put: inout PutUnderWay?, _ live: inout LiveWorld, _ random: inout SeededGenerator,
    _ editor: DefinitionEditor
  ) throws -> Bool {
    guard var under = put else { return false }
    if !under.isTaken {
      if random.chance(30) { return false }
      live.take(under.answers ?? under.work.answers())
      under.isTaken = true
      put = under
    } else if random.chance(10) {
      // Given up, as when the server stops, and put again.
      live.abandonBackfill()
      put = PutUnderWay(work: try live.beginBackfill(editor.workspace, lists: editor.lists))
      return false
    }
    if random.chance(60) {
      _ = live.continueBackfill(steps: random.number(0...3))
      return false
    }
    if live.finishBackfill() {
      put = nil
      return true
    }
    put = PutUnderWay(work: try live.beginBackfill(editor.workspace, lists: editor.lists))
    return false
  }

  private func expectSame(
    _ live: inout LiveWorld, _ editor: DefinitionEditor, _ name: String
  ) throws {
    let texts = editor.workspace.segments.map { "\($0.name): \($0.text)" }.joined(separator: "\n")
    live.settle()
    #expect(live.surprises == [], "\(name)\n\(texts)")
    #expect(live.wrongSince == [], "\(name)\n\(texts)")
    let anew = try live.begunAnew(editor.workspace, lists: editor.lists)
    #expect(live.members == anew, "\(name)\n\(texts)")
  }
}

extension Workspace {
  /// Segments and metrics by name, with their texts.
  fileprivate init(_ texts: [String: String], metrics: [String: String] = [:]) throws {
    func definitions(
      _ texts: [String: String], _ type: ExpressionType
    ) throws -> [Definition] {
      try texts.sorted { $0.key < $1.key }.map { name, text in
        Definition(
          name: name, text: text, expression: try #require(Expression.parse(text).expression))
      }
    }
    self.init(
      metrics: try definitions(metrics, .number), segments: try definitions(texts, .condition),
      lists: ["friends": "friends.txt"])
  }
}
