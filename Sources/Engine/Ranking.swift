import StarlingSegment

/// The thresholds of percentiles at an instant and the numbers that they were found among.
struct Ranking: Sendable {
  var thresholds: Thresholds
  /// By tile: number of its first person.
  var firstPeople: [Int]
  /// By percentile, then by tile, then by person of the tile; NaN where absent.
  var numbers: [[[Double]]]
}
