import StarlingModel

extension Thresholds {
  /// The thresholds of a replay.
  ///
  /// - Parameters:
  ///   - changes: The history of each percentile's number over all people.
  ///   - first: Time of the first event.
  package init(_ plan: Plan, _ changes: [[NumberChange]], first: Int64) {
    self.init(
      steps: plan.percentiles.indices.map { index in
        PercentileSweep.steps(
          changes[index], percent: plan.percentiles[index].percent, first: first,
          everyMs: plan.settings.percentileEveryMs)
      })
  }
}
