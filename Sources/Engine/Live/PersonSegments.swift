import StarlingModel

/// The segments that a person is in.
package struct PersonSegments: Hashable, Sendable {
  /// What the person is called.
  package var person: String
  /// The instant of the answer.
  package var at: Stamp
  /// The segments, in the order of the workspace.
  package var segments: [PersonSegment]

  /// Puts the parts together.
  package init(
    person: String, at: Stamp, segments: [PersonSegment]
  ) {
    self.person = person
    self.at = at
    self.segments = segments
  }
}
