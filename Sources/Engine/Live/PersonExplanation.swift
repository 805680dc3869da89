import StarlingSegment

/// Why a person is in a segment or is not.
package struct PersonExplanation: Hashable, Sendable {
  /// What the person is called.
  package var person: String
  /// The segment's expression, part by part.
  package var explanation: MembershipExplanation

  /// Puts the parts together.
  package init(
    person: String, explanation: MembershipExplanation
  ) {
    self.person = person
    self.explanation = explanation
  }
}
