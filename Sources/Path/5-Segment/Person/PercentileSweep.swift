import StarlingModel

/// A person's number changed: one step of its history.
package struct NumberChange: Sendable {
  /// Unit: ms since 1970 UTC.
  package var at: Int64
  /// Absent and 0 do not count for percentiles: `nil`.
  package var before: Double?
  /// The number from `at` on; as `before`.
  package var after: Double?
}

/// Thresholds of one percentile at every instant of a schedule.
///
/// 1. Each change counts from the first scheduled instant at or after it.
/// 2. All values, sorted, are the leaves of a Fenwick tree of how many people have them.
/// 3. After the changes of an instant the tree gives the value of the wanted rank.
///
/// Instants without changes need no step: the threshold stays.
/// - Source: Peter Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994.
struct PercentileSweep {
  private let values: [Double]
  private var tree: [Int]
  private var count = 0

  /// The thresholds of the percentile over time.
  ///
  /// - Parameters:
  ///   - first: Time of the first event, where the schedule starts. Unit: ms since 1970 UTC.
  ///   - everyMs: Length of the schedule's step.
  static func steps(
    _ changes: [NumberChange], percent: Double, first: Int64, everyMs: Int64
  ) -> [(start: Int64, threshold: Double?)] {
    let ordered =
      changes
      .map { (at: scheduled($0.at, first: first, everyMs: everyMs), change: $0) }
      .sorted { $0.at < $1.at }
    var sweep = PercentileSweep(changes)
    var steps: [(start: Int64, threshold: Double?)] = []
    var index = 0
    while index < ordered.count {
      let at = ordered[index].at
      while index < ordered.count && ordered[index].at == at {
        sweep.apply(ordered[index].change)
        index += 1
      }
      steps.append((at, sweep.threshold(percent)))
    }
    return steps
  }

  private static func scheduled(_ time: Int64, first: Int64, everyMs: Int64) -> Int64 {
    if time <= first { return first }
    return -(-time).flooredQuotient(by: everyMs) * everyMs
  }

  private init(_ changes: [NumberChange]) {
    var all = changes.compactMap(\.after)
    all.sort()
    var different: [Double] = []
    for value in all where different.last != value { different.append(value) }
    values = different
    tree = [Int](repeating: 0, count: different.count + 1)
  }

  private mutating func apply(_ change: NumberChange) {
    if let before = change.before { add(-1, before) }
    if let after = change.after { add(1, after) }
  }

  private mutating func add(_ amount: Int, _ value: Double) {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] < value { low = middle + 1 } else { high = middle }
    }
    var index = low + 1
    while index < tree.count {
      tree[index] += amount
      index += index & -index
    }
    count += amount
  }

  private func threshold(_ percent: Double) -> Double? {
    if count == 0 { return nil }
    var left = NearestRank.rank(percent, of: count)
    var index = 0
    var step = 1
    while step * 2 < tree.count { step *= 2 }
    while step > 0 {
      if index + step < tree.count && tree[index + step] < left {
        index += step
        left -= tree[index]
      }
      step /= 2
    }
    return values[index]
  }
}
