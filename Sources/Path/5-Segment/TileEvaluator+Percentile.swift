import StarlingColumns
import StarlingLanguage
import StarlingModel

extension TileEvaluator {
  /// Appends the numbers that a percentile ranks: those of existing people, present and not 0.
  package mutating func rankedNumbers(
    _ percentile: Int, at now: Int64, into numbers: inout [Double]
  ) {
    let all = self.numbers(binding.plan.percentiles[percentile].numeric, at: now)
    for (person, number) in all.enumerated()
    where number == number && number != 0 && columns.firstSeen[person] <= now {
      numbers.append(number)
    }
  }
}

extension Thresholds {
  /// The thresholds at one instant, from the ranked numbers of each percentile over all people.
  package init(_ plan: Plan, ranked: [[Double]]) {
    self.init(
      constant: plan.percentiles.indices.map { index in
        var numbers = ranked[index]
        return NearestRank.percentile(plan.percentiles[index].percent, of: &numbers)
      })
  }
}
