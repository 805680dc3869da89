import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

@Suite struct RandomCaseTests {
  @Test(arguments: 0..<200) func `generated expressions read back from their text`(seed: UInt64) {
    let workspace = TestCase(seed: seed).workspace
    for definition in workspace.segments + workspace.metrics {
      let (expression, diagnostics) = Expression.parse(definition.text)
      #expect(expression == definition.expression, "\(definition.text): \(diagnostics)")
    }
  }

  @Test(arguments: 0..<200) func `generated definitions pass the checks`(seed: UInt64) {
    let workspace = TestCase(seed: seed).workspace
    let names = DefinedNames(
      segments: workspace.segments.map(\.name), metrics: workspace.metrics.map(\.name),
      lists: Array(workspace.lists.keys))
    for segment in workspace.segments {
      let diagnostics = WorkspaceCheck.check(segment.text, as: .condition, names).diagnostics
      #expect(diagnostics.allSatisfy { $0.severity == .warning }, "\(segment.text)")
    }
    for metric in workspace.metrics {
      let diagnostics = WorkspaceCheck.check(metric.text, as: .number, names).diagnostics
      #expect(diagnostics.allSatisfy { $0.severity == .warning }, "\(metric.text)")
    }
  }

  @Test func `a seed fixes its case`() {
    #expect(TestCase(seed: 3).conformanceLine() == TestCase(seed: 3).conformanceLine())
    #expect(TestCase(seed: 3).conformanceLine() != TestCase(seed: 4).conformanceLine())
  }

  @Test(arguments: 0..<20) func `a written case reads back with its answers`(
    seed: UInt64
  ) throws {
    let testCase = TestCase(seed: seed)
    let line = testCase.conformanceLine(evaluateAt: [testCase.until])
    let conformance = try ConformanceCase(line: line)
    let read = try conformance.testCase()
    #expect(read.events == testCase.events)
    #expect(read.workspace.settings == testCase.workspace.settings)
    #expect(read.workspace.segments == testCase.workspace.segments)
    #expect(read.workspace.metrics == testCase.workspace.metrics)
    #expect(read.lists == testCase.lists)
    let evaluator = ReferenceEvaluator(testCase)
    #expect(conformance.changes == evaluator.changes(until: testCase.until))
    #expect(conformance.evaluations.first?.members == evaluator.members(at: testCase.until))
  }

  /// The brute-force instants must miss nothing: a look in every millisecond sees the same.
  @Test(arguments: 0..<60) func `polling every millisecond sees the same changes`(seed: UInt64) {
    let testCase = TestCase(millisecondSeed: seed)
    let evaluator = ReferenceEvaluator(testCase)
    let instants = Set(evaluator.changeInstants(until: testCase.until))
    let changes = evaluator.changes(until: testCase.until)
    let first = testCase.events.map(\.stamp).min() ?? testCase.until
    var previous = evaluator.scheduledMembers(at: .distantPast)
    for at in first.milliseconds...testCase.until.milliseconds {
      let now = Stamp(milliseconds: at)
      let members = evaluator.scheduledMembers(at: now)
      #expect(members == previous || instants.contains(now), "\(now.text)")
      #expect(
        changes.filter { $0.at == now } == differences(previous, members, at: now),
        "\(now.text) of \(testCase.conformanceLine())")
      previous = members
    }
  }

  private func differences(
    _ before: [String: [String]], _ after: [String: [String]], at now: Stamp
  ) -> [ReferenceChange] {
    var changes: [ReferenceChange] = []
    for segment in after.keys.sorted() {
      let old = Set(before[segment] ?? [])
      let new = Set(after[segment] ?? [])
      for person in old.symmetricDifference(new).sorted() {
        let change: ReferenceChange.Direction = new.contains(person) ? .enter : .exit
        changes.append(
          ReferenceChange(at: now, segment: segment, person: person, change: change))
      }
    }
    return changes
  }

  /// Generated cases would prove little if nobody ever entered or left.
  @Test func `most generated segments have members and some are left`() {
    var segments = 0
    var changing = 0
    var leaving = 0
    for seed in UInt64(0)..<60 {
      let testCase = TestCase(seed: seed)
      let changes = ReferenceEvaluator(testCase).changes(until: testCase.until)
      segments += testCase.workspace.segments.count
      changing += Set(changes.map(\.segment)).count
      leaving += Set(changes.filter { $0.change == .exit }.map(\.segment)).count
    }
    #expect(changing * 2 > segments)
    #expect(leaving * 6 > segments)
  }
}
