import StarlingLanguage
import StarlingModel
import StarlingReference

/// Where to compare a fast thing with its slow twin: every instant at which an answer about the
/// case may change, and the milliseconds before and after it.
package struct TwinInstants {
  /// Instants at which something may change, ascending, up to the case's `until`.
  package var changes: [Stamp]

  /// Finds them by brute force.
  package init(_ testCase: TestCase) {
    let evaluator = ReferenceEvaluator(testCase)
    changes = evaluator.changeInstants(until: testCase.until)
  }

  /// The instants with both their neighbours, ascending.
  package var withNeighbours: [Stamp] {
    Set(changes.flatMap { [$0.advanced(byMs: -1), $0, $0.advanced(byMs: 1)] }).sorted()
  }

  /// At most `limit` of the instants with their neighbours, picked evenly at random.
  package func sample(_ limit: Int, using random: inout SeededGenerator) -> [Stamp] {
    Array(withNeighbours.shuffled(using: &random).prefix(limit)).sorted()
  }
}

extension ReferenceEvaluator {
  /// The slow twin of a case.
  package convenience init(_ testCase: TestCase) {
    self.init(workspace: testCase.workspace, events: testCase.events, lists: testCase.lists)
  }
}
