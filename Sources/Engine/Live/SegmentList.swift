import StarlingModel

/// All segments at one instant.
package struct SegmentList: Hashable, Sendable {
  /// The instant.
  package var at: Stamp
  /// Number of people with at least one event by then.
  package var people: Int
  /// The segments in the order of the workspace.
  package var segments: [SegmentSummary]

  /// Puts the parts together.
  package init(
    at: Stamp, people: Int, segments: [SegmentSummary]
  ) {
    self.at = at
    self.people = people
    self.segments = segments
  }
}
