import StarlingModel

/// Who would be in a segment.
package struct PreviewAnswer: Hashable, Sendable {
  /// The instant of the answer.
  package var at: Stamp
  /// People who would be in it.
  package var count: Int
  /// People there are in all.
  package var people: Int
  /// Some of the people.
  package var sample: [String]
  /// What is odd about the expression though it can be computed.
  package var warnings: [DefinitionProblem]

  /// Puts the parts together.
  package init(
    at: Stamp, count: Int, people: Int, sample: [String], warnings: [DefinitionProblem] = []
  ) {
    self.at = at
    self.count = count
    self.people = people
    self.sample = sample
    self.warnings = warnings
  }
}
