/// Finds the percentile of many people's numbers without ordering them, in two passes over pieces
/// that threads can share.
///
/// 1. A sample of the numbers tells two between which the wanted one almost certainly lies.
/// 2. Each piece counts its numbers below the lower one and collects those between.
/// 3. The wanted one is selected from what was collected. If the sample misled, which the counts
///    show, all numbers are searched.
///
/// Absent numbers (NaN) and 0 do not count.
/// - Source: Robert Floyd and Ronald Rivest, "Expected Time Bounds for Selection", 1975.
package struct RankSelection: Sendable {
  /// What a piece of the numbers says.
  package struct Piece: Sendable {
    /// How many numbers count.
    var count = 0
    /// How many of them are below what the sample tells.
    var below = 0
    /// Those between.
    var between: [Double] = []
  }

  private static let sampleSize = 8_192
  private let percent: Double
  private let lower: Double
  private let upper: Double

  /// Looks at a sample.
  ///
  /// - Parameter numbers: In pieces.
  package init(percent: Double, of numbers: [[Double]]) {
    self.percent = percent
    let stride = max(1, numbers.reduce(0) { $0 + $1.count } / Self.sampleSize)
    var sample: [Double] = []
    var skip = 0
    for piece in numbers {
      while skip < piece.count {
        if Self.counts(piece[skip]) { sample.append(piece[skip]) }
        skip += stride
      }
      skip -= piece.count
    }
    sample.sort()
    // Four standard deviations of the rank of a sampled number.
    let share = percent / 100
    let margin = 4 * (Double(sample.count) * share * (1 - share)).squareRoot() + 2
    let place = Double(sample.count) * share
    let first = Int((place - margin).rounded(.down))
    let last = Int((place + margin).rounded(.up))
    lower = first >= 0 && first < sample.count ? sample[first] : -.infinity
    upper = last >= 0 && last < sample.count ? sample[last] : .infinity
  }

  private static func counts(_ number: Double) -> Bool { number == number && number != 0 }

  /// Counts and collects the numbers of a piece.
  ///
  /// - Complexity: O(numbers), without branches that depend on them.
  package func piece(_ numbers: [Double]) -> Piece {
    var piece = Piece()
    var collected = [Double](repeating: 0, count: numbers.count)
    var output = collected.mutableSpan
    var found = 0
    for number in numbers {
      output[found] = number
      let counts = Self.counts(number)
      piece.count &+= counts ? 1 : 0
      piece.below &+= (number < lower ? 1 : 0) & (counts ? 1 : 0)
      found &+= (number >= lower ? 1 : 0) & (number <= upper ? 1 : 0) & (counts ? 1 : 0)
    }
    piece.between = Array(collected[0..<found])
    return piece
  }

  /// The percentile; `nil` when no number counts.
  ///
  /// - Parameters:
  ///   - pieces: What the pieces of all numbers say.
  ///   - numbers: The same numbers, in case that the sample misled.
  package func result(_ pieces: [Piece], of numbers: [[Double]]) -> Double? {
    let count = pieces.reduce(0) { $0 + $1.count }
    if count == 0 { return nil }
    let below = pieces.reduce(0) { $0 + $1.below }
    var between = pieces.flatMap(\.between)
    let place = NearestRank.rank(percent, of: count) - 1 - below
    if !between.indices.contains(place) {
      between = numbers.flatMap { $0.filter(Self.counts) }
      return NearestRank.select(NearestRank.rank(percent, of: count) - 1, of: &between)
    }
    return NearestRank.select(place, of: &between)
  }
}
