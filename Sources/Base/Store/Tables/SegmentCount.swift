import StarlingModel

/// How many people a segment had at the end of an hour.
package struct SegmentCount: Hashable, Sendable {
  /// The segment's name.
  package var segment: String
  /// When the hour began.
  package var hour: Stamp
  /// Number of members.
  package var count: Int

  /// States a count.
  package init(segment: String, hour: Stamp, count: Int) {
    self.segment = segment
    self.hour = hour
    self.count = count
  }
}
