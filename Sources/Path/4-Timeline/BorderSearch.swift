extension RandomAccessCollection where Index == Int {
  /// The first index whose element is on the right side of a border, or the end.
  ///
  /// - Parameter isRight: False for all elements before the border, true for all behind it.
  /// - Complexity: O(log elements).
  func partitioningIndex(_ isRight: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if isRight(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
