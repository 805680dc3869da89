import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

@Suite struct ShrinkerTests {
  /// A test that fails whenever anybody has a purchase with an amount above 10 in a segment that
  /// counts purchases.
  private func fails(_ testCase: TestCase) -> Bool {
    let hasEvent = testCase.events.contains { event in
      event.name == "purchase" && (event.properties["amount"]?.number ?? 0) > 10
    }
    return hasEvent && testCase.workspace.segments.contains { $0.text.contains("count(purchase") }
  }

  @Test func `leaves only what makes the case fail`() throws {
    let failing = try #require((0..<200).lazy.map { TestCase(seed: $0) }.first(where: fails))
    let smallest = shrink(failing, fails: fails)
    #expect(fails(smallest))
    #expect(smallest.events.count == 1)
    #expect(smallest.events.first?.properties.count == 1)
    #expect(smallest.workspace.segments.count == 1)
    #expect(smallest.workspace.metrics.isEmpty)
    #expect(smallest.workspace.segments.first.map { $0.text.count < 40 } == true)
    #expect(!smallest.conformanceLine().isEmpty)
  }

  @Test func `steps keep expressions readable`() {
    for seed in UInt64(0)..<6 {
      var steps = 0
      _ = shrink(TestCase(seed: seed)) { candidate in
        steps += 1
        for definition in candidate.workspace.segments {
          #expect(Expression.parse(definition.text).expression == definition.expression)
        }
        return steps < 100 && steps % 3 == 0
      }
    }
  }
}
