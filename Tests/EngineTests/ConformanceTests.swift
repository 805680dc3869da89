import StarlingEngine
import StarlingModel
import StarlingTestSupport
import Testing

@Suite struct ConformanceTests {
  @Test(arguments: try ConformanceCase.all())
  func `gives the members and changes of the independent model`(_ example: ConformanceCase) throws {
    let test = try example.testCase()
    // As for tiles with few event names, and as for those with many.
    for namesMax in [24, 0] {
      let world = try World(
        test.workspace, test.events, lists: test.lists, namesMax: namesMax)
      for evaluation in example.evaluations {
        #expect(try world.members(at: evaluation.at) == evaluation.members, "at \(evaluation.at)")
      }
      #expect(try world.changes(until: example.until) == example.changes)
    }
  }
}
