/// A sum that is rounded once, at the end: the same in whatever order the numbers come.
///
/// A list of partial sums that do not overlap, smallest first, represents the exact total; each
/// number is added by error-free two-sums. Typical money needs one or two partials.
///
/// - Source: Jonathan Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997; the final
///   rounding as in Raymond Hettinger's recipe for Python's `math.fsum`.
package struct ExactSum: Sendable {
  /// Numbers from here on are added at a 2^60th of their size, so that no sum of them overflows.
  private static let largeFrom = 0x1p+900
  private static let scale = 0x1p-60

  private var partials: [Double] = []
  /// Large numbers as they would be at `scale`.
  private var large: [Double] = []
  /// The sum of the infinities.
  private var special = 0.0

  /// Zero.
  package init() {}

  /// Adds a number.
  ///
  /// - Complexity: O(partials), at most about 40.
  package mutating func add(_ number: Double) {
    if number.magnitude < Self.largeFrom {
      Self.add(number, to: &partials)
    } else if number.isFinite {
      Self.add(number * Self.scale, to: &large)
    } else {
      special += number
    }
  }

  private static func add(_ number: Double, to partials: inout [Double]) {
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
    partials.append(rest)
  }

  /// The total, rounded to the nearest double, ties to even; infinite when no double is near.
  package var total: Double {
    if special != 0 || special.isNaN { return special }
    if large.isEmpty { return Self.total(partials) }
    // What is small loses its last bits only where the total is too large to have them.
    var all = large
    for partial in partials { Self.add(partial * Self.scale, to: &all) }
    let scaled = Self.total(all)
    if scaled.magnitude >= Self.largeFrom * Self.scale { return scaled / Self.scale }
    // The large ones cancel each other out: exact at full size.
    var whole = partials
    for part in large { Self.add(part / Self.scale, to: &whole) }
    return Self.total(whole)
  }

  private static func total(_ partials: [Double]) -> Double {
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
