/// A sum that is rounded once, at the end: the same in whatever order the numbers come.
///
/// A list of partial sums that do not overlap, smallest first, represents the exact total; each
/// number is added by error-free two-sums. Typical money needs one or two partials.
///
/// - Source: Jonathan Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997; the final
///   rounding as in Raymond Hettinger's recipe for Python's `math.fsum`.
package struct ExactSum: Sendable {
  private var partials: [Double] = []
  /// The sum of the infinities and of sums that overflowed.
  private var special = 0.0

  /// Zero.
  package init() {}

  /// Adds a number.
  ///
  /// - Complexity: O(partials), at most about 40.
  package mutating func add(_ number: Double) {
    var rest = number
    var kept = 0
    for index in partials.indices {
      var other = partials[index]
      if rest.magnitude < other.magnitude { swap(&rest, &other) }
      let high = rest + other
      let low = other - (high - rest)
      if low != 0 {
        partials[kept] = low
        kept += 1
      }
      rest = high
    }
    partials.removeLast(partials.count - kept)
    if rest.isFinite { partials.append(rest) } else { special += rest }
  }

  /// The total, rounded to the nearest double, ties to even.
  package var total: Double {
    if special != 0 || special.isNaN { return special }
    var index = partials.count - 1
    guard index >= 0 else { return 0 }
    var high = partials[index]
    var low = 0.0
    while index > 0 {
      index -= 1
      let previous = high
      let next = partials[index]
      high = previous + next
      low = next - (high - previous)
      if low != 0 { break }
    }
    // A tie between two doubles is broken by the sign of what lies below.
    if index > 0 && ((low < 0 && partials[index - 1] < 0) || (low > 0 && partials[index - 1] > 0)) {
      let doubled = low * 2
      let rounded = high + doubled
      if doubled == rounded - high { high = rounded }
    }
    return high
  }
}
