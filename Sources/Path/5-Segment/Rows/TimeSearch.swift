import StarlingColumns

/// Searches in ascending times.
enum TimeSearch {
  /// The first index in [start, end) whose time is later than `limit`, else `end`.
  ///
  /// Looks at the last few entries first: most windows end at now.
  @inline(__always)
  static func firstAfter(
    _ times: ArrayView<Int64>, _ start: Int, _ end: Int, _ limit: Int64
  ) -> Int {
    var high = end
    var steps = 0
    while high > start && steps < 8 {
      if times[high &- 1] <= limit { return high }
      high &-= 1
      steps &+= 1
    }
    var low = start
    while low < high {
      let middle = (low &+ high) &>> 1
      if times[middle] <= limit { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
