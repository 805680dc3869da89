/// The nearest-rank percentile: rank = ceil(p / 100 * n) of the values in ascending order.
enum NearestRank {
  /// The rank for `count` values, 1...count.
  static func rank(_ percent: Double, of count: Int) -> Int {
    // percent * n is exact for whole percents; dividing last keeps 90 % of 10 at exactly 9.
    let exact = (percent * Double(count) / 100).rounded(.up)
    return Swift.min(count, Swift.max(1, Int(exact)))
  }

  /// The value that would stand at a place if `values`, which are reordered, were ascending.
  ///
  /// - Complexity: O(*n*) on average (quickselect).
  static func select(_ target: Int, of values: inout [Double]) -> Double {
    var values = values.mutableSpan
    var low = 0
    var high = values.count - 1
    while low < high {
      let pivot = median(values[low], values[(low + high) / 2], values[high])
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if target <= right {
        high = right
      } else if target >= left {
        low = left
      } else {
        break
      }
    }
    return values[target]
  }

  private static func median(_ a: Double, _ b: Double, _ c: Double) -> Double {
    Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
  }
}
