import StarlingColumns

extension TilePart {
  /// So many rows are walked at each question rather than remembered.
  ///
  /// 1. A window with fewer is read anew; of others a replay keeps what came and went.
  /// 2. Most rows that are walked to find when an answer ends: an instant that is announced too
  ///    early costs one question, a search at every event costs more.
  static let walkMax = 32

  /// The time of the n-th passing row of a range, counted from 1, or that of a row before it when
  /// it is far; the range holds as many.
  @inline(__always)
  func timeOfPassing(_ n: Int, _ range: RowRange) -> Int64 {
    if case .none = filter { return times[range.lower &+ n &- 1] }
    return times[filter.rowNear(n, range)]
  }
}

/// Searching is the filter's, so that a part, which is large, need not be copied for a call.
extension TilePart.Filter {
  /// The first row in [lower, upper) that passes, else `upper` or later.
  @inline(__always)
  func firstPassing(_ lower: Int, _ upper: Int) -> Int {
    if case .bits(let bits) = self { return bits.place(of: 1, lower, upper) }
    var row = lower
    while row < upper && !passes(row) { row &+= 1 }
    return row
  }

  /// Visits the rows of a range that pass, in order.
  @inline(__always)
  func forEach(_ range: RowRange, _ body: (Int) -> Void) {
    var row = firstPassing(range.lower, range.upper)
    while row < range.upper {
      body(row)
      row = firstPassing(row &+ 1, range.upper)
    }
  }

  /// The last row in [lower, upper) that passes.
  @inline(__always)
  func lastPassing(_ lower: Int, _ upper: Int) -> Int? {
    if case .bits(let bits) = self { return bits.last(lower, upper) }
    var row = upper
    while row > lower {
      row &-= 1
      if passes(row) { return row }
    }
    return nil
  }

  /// The first row in [lower, upper) that passes, or one before it when it is far, else `upper` or
  /// later.
  @inline(__always)
  func firstNear(_ lower: Int, _ upper: Int) -> Int {
    if case .none = self { return lower }
    return lower >= upper || passes(lower) ? lower : searchNear(lower &+ 1, upper)
  }

  @inline(never)
  private func searchNear(_ lower: Int, _ upper: Int) -> Int {
    let end = min(upper, lower &+ TilePart.walkMax)
    let row = firstPassing(lower, end)
    return row < end || end == upper ? row : end &- 1
  }

  /// The n-th passing row of a range, counted from 1, or one before it when it is far.
  @inline(never)
  fileprivate func rowNear(_ n: Int, _ range: RowRange) -> Int {
    if case .bits(let bits) = self { return bits.place(of: n, range.lower, range.upper) }
    var left = n
    var row = range.lower
    let end = min(range.upper, row &+ TilePart.walkMax)
    while row < end {
      if passes(row) {
        left &-= 1
        if left == 0 { return row }
      }
      row &+= 1
    }
    precondition(end < range.upper, "fewer than \(n) rows pass in \(range)")
    return end &- 1
  }
}
