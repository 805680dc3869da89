import Synchronization

/// How often values of which size occur, in fixed buckets.
package final class Histogram: Sendable {
  /// Upper bounds of the buckets, inclusive and ascending; values beyond the last are counted too.
  package let bounds: [Double]
  private let counts: [Counter]
  private let sumBits = Atomic<UInt64>(0)

  /// Bounds for durations: 0.1 ms to 10 s. Unit: s.
  package static let seconds: [Double] = [
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
  ]
  /// Bounds for sizes of batches.
  package static let sizes: [Double] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000]

  /// A histogram without values.
  ///
  /// - Precondition: `bounds` are ascending and finite.
  package init(bounds: [Double]) {
    precondition(
      zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 } && bounds.allSatisfy(\.isFinite),
      "bounds \(bounds) are not ascending")
    self.bounds = bounds
    counts = (0...bounds.count).map { _ in Counter() }
  }

  /// Counts a value; without a lock. What is no number is not counted.
  ///
  /// - Complexity: O(buckets): there are fewer than 20.
  package func observe(_ value: Double) {
    if value.isNaN { return }
    var bucket = 0
    while bucket < bounds.count && value > bounds[bucket] { bucket += 1 }
    counts[bucket].add()
    sumBits.add(value)
  }

  /// Values in each bucket and below it, as many as bounds and one more: all values.
  package var cumulative: [UInt64] {
    var total: UInt64 = 0
    return counts.map { counter in
      total += counter.value
      return total
    }
  }

  /// Sum of all values.
  package var sum: Double { Double(bitPattern: sumBits.load(ordering: .relaxed)) }
}
