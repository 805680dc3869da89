import StarlingLanguage
import StarlingModel

/// The thresholds of a plan's percentiles over time: steps at the instants of the schedule.
package struct Thresholds: Sendable {
  /// By percentile: the instants from which a threshold holds, ascending. Unit: ms since 1970 UTC.
  private var starts: [[Int64]] = []
  /// By percentile: the threshold of each step; `nil` when nobody had a value.
  private var values: [[Double?]] = []
  /// By percentile: the least and largest threshold of each block of steps; `nil` when the block
  /// has a step without threshold.
  private var bounds: [[(least: Double, largest: Double)?]] = []
  private static let block = 64

  /// For plans without percentiles.
  package static let none = Thresholds()

  /// One threshold a percentile, for an evaluation at a single instant.
  package init(constant thresholds: [Double?]) {
    starts = thresholds.map { _ in [.min] }
    values = thresholds.map { [$0] }
    bounds = values.map(Self.bounds)
  }

  private static func bounds(_ values: [Double?]) -> [(least: Double, largest: Double)?] {
    stride(from: 0, to: values.count, by: block).map { start in
      let steps = values[start..<min(start + block, values.count)]
      guard let least = steps.compactMap(\.self).min(), !steps.contains(nil),
        let largest = steps.compactMap(\.self).max()
      else { return nil }
      return (least, largest)
    }
  }

  private init() {}

  /// Steps by percentile; equal neighbours are joined.
  init(steps: [[(start: Int64, threshold: Double?)]]) {
    for list in steps {
      var starts: [Int64] = []
      var values: [Double?] = []
      for step in list where values.isEmpty || values[values.count - 1] != step.threshold {
        starts.append(step.start)
        values.append(step.threshold)
      }
      self.starts.append(starts)
      self.values.append(values)
      bounds.append(Self.bounds(values))
    }
  }

  private func index(_ percentile: Int, at now: Int64) -> Int {
    var low = 0
    var high = starts[percentile].count
    while low < high {
      let middle = (low + high) / 2
      if starts[percentile][middle] <= now { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// The threshold in force; `nil` when nobody had a value.
  package func value(_ percentile: Int, at now: Int64) -> Double? {
    step(percentile, at: now).threshold
  }

  /// The threshold in force and until when.
  func step(_ percentile: Int, at now: Int64) -> (threshold: Double?, until: Int64) {
    let index = index(percentile, at: now)
    let until = index + 1 < starts[percentile].count ? starts[percentile][index + 1] : .max
    return (index < 0 ? nil : values[percentile][index], until)
  }

  /// The first step after now at which comparing `number` gives another answer than `value`.
  func change(
    _ percentile: Int, from now: Int64, _ number: Double, _ comparator: Comparator, _ value: Bool
  ) -> Int64 {
    var index = index(percentile, at: now) + 1
    while index < starts[percentile].count {
      if index % Self.block == 0, comparator != .equal, comparator != .notEqual,
        let bounds = bounds[percentile][index / Self.block],
        comparator.holds(number, bounds.least) == value,
        comparator.holds(number, bounds.largest) == value
      {
        // What holds for the ends holds for all between.
        index += Self.block
        continue
      }
      let holds = values[percentile][index].map { comparator.holds(number, $0) } ?? false
      if holds != value { return starts[percentile][index] }
      index += 1
    }
    return .max
  }
}
