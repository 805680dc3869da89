import StarlingModel

/// How many people were in a segment at the end of an hour.
package struct HourlyCount: Hashable, Sendable {
  /// Start of the hour, UTC.
  package var hour: Stamp
  /// People in the segment when it ended.
  package var count: Int

  /// Puts the parts together.
  package init(
    hour: Stamp, count: Int
  ) {
    self.hour = hour
    self.count = count
  }
}
