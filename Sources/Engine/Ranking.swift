import StarlingSegment

/// The thresholds of percentiles at an instant and the numbers that they were found among.
struct Ranking: Sendable {
  var thresholds: Thresholds
  /// By tile: number of its first person.
  var firstPeople: [Int]
  /// By percentile, then by tile, then by person of the tile; NaN where absent.
  var numbers: [[[Double]]]

  /// Calls `body` with each person who is in a tile and their number.
  func forEach(_ percentile: Int, _ body: (_ person: Int, _ number: Double) -> Void) {
    for (first, numbers) in zip(firstPeople, numbers[percentile]) {
      for (row, number) in numbers.enumerated() { body(first + row, number) }
    }
  }
}
