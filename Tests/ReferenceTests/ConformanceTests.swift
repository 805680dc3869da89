import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

@Suite struct ConformanceTests {
  @Test func `there are cases`() throws {
    #expect(try ConformanceCase.all().count >= 167)
  }

  @Test func `evaluates every case at its instants`() throws {
    for conformance in try ConformanceCase.all() {
      let evaluator = ReferenceEvaluator(try conformance.testCase())
      for evaluation in conformance.evaluations {
        let members = evaluator.members(at: evaluation.at)
        #expect(members == evaluation.members, "\(conformance.name) at \(evaluation.at.text)")
      }
    }
  }

  @Test func `finds the changes of every case`() throws {
    for conformance in try ConformanceCase.all() {
      let evaluator = ReferenceEvaluator(try conformance.testCase())
      let changes = evaluator.changes(until: conformance.until)
      #expect(changes == conformance.changes, "\(conformance.name)")
    }
  }
}
