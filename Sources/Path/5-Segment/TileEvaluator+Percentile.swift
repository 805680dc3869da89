import StarlingColumns
import StarlingLanguage
import StarlingModel

extension Thresholds {
  /// The thresholds at one instant.
  ///
  /// - Parameter ranked: By percentile: the numbers of all people, tile by tile; those that are
  ///   absent (NaN) or 0 do not count.
  package init(_ plan: Plan, ranked: [[[Double]]]) {
    self.init(
      constant: plan.percentiles.indices.map { index in
        var numbers: [Double] = []
        numbers.reserveCapacity(ranked[index].reduce(0) { $0 + $1.count })
        for tile in ranked[index] {
          for number in tile where number == number && number != 0 { numbers.append(number) }
        }
        return NearestRank.percentile(plan.percentiles[index].percent, of: &numbers)
      })
  }
}
