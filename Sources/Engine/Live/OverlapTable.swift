import StarlingModel

/// How many people are in both of two segments.
package struct OverlapTable: Hashable, Sendable {
  /// The instant of the answer.
  package var at: Stamp
  /// People there are in all.
  package var people: Int
  /// The segments' names.
  package var segments: [String]
  /// Shape: one row and one column per segment; people in both, on the diagonal in the one.
  package var counts: [[Int]]

  /// Puts the parts together.
  package init(
    at: Stamp, people: Int, segments: [String], counts: [[Int]]
  ) {
    self.at = at
    self.people = people
    self.segments = segments
    self.counts = counts
  }
}
