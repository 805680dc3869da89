import StarlingColumns
import StarlingTimeline

/// Rows of a tile that a track looks at: a posting and what its rows must pass.
struct TilePart {
  enum Filter {
    case none
    /// Value codes of the column that decides, and whether each code passes.
    case bytes([UInt8], [Bool])
    case codes(Codes, [Bool])
    /// One bit per row.
    case mask([UInt64])
  }

  enum Place: Equatable {
    case all
    /// Index in `Tile.postings`.
    case posting(Int)
    case sessions
  }

  var place: Place
  var starts: [UInt32]
  var times: [Int64]
  var filter: Filter

  /// Whether a row passes the filter.
  @inline(__always)
  func passes(_ row: Int) -> Bool {
    switch filter {
    case .none: true
    case .bytes(let codes, let holds): holds[Int(codes[row])]
    case .codes(let codes, let holds): holds[Int(codes[row])]
    case .mask(let words): words[row &>> 6] &>> UInt64(row & 63) & 1 == 1
    }
  }

  /// Number of rows in [lower, upper) that pass.
  @inline(__always)
  func count(_ lower: Int, _ upper: Int) -> Int {
    switch filter {
    case .none: return upper &- lower
    case .bytes(let codes, let holds):
      var sum = 0
      var row = lower
      while row < upper {
        sum &+= holds[Int(codes[row])] ? 1 : 0
        row &+= 1
      }
      return sum
    case .codes(let codes, let holds):
      var sum = 0
      for row in lower..<upper where holds[Int(codes[row])] { sum += 1 }
      return sum
    case .mask(let words): return Bits.count(words.span, lower, upper)
    }
  }
}

/// Rows of one person inside a window: [lower, upper), out of those visible, which end at `end`.
struct RowRange {
  var lower: Int
  var upper: Int
  var end: Int

  @inline(__always) var isEmpty: Bool { lower >= upper }
}

/// Searches in ascending times.
enum TimeSearch {
  /// The first index in [start, end) whose time is later than `limit`, else `end`.
  ///
  /// Looks at the last few entries first: most windows end at now.
  @inline(__always)
  static func firstAfter(
    _ times: borrowing [Int64], _ start: Int, _ end: Int, _ limit: Int64
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

extension TilePart {
  /// The rows of a person that a window holds at `now`.
  @inline(__always)
  func range(_ person: Int, _ now: Int64, _ window: ResolvedWindow) -> RowRange {
    let start = Int(starts[person])
    var end = Int(starts[person &+ 1])
    if start == end { return RowRange(lower: start, upper: start, end: start) }
    if times[end &- 1] > now { end = TimeSearch.firstAfter(times, start, end, now) }
    let upper =
      window.through >= now ? end : TimeSearch.firstAfter(times, start, end, window.through)
    let lower =
      window.after == .min ? start : TimeSearch.firstAfter(times, start, upper, window.after)
    return RowRange(lower: lower, upper: upper, end: end)
  }

  /// The first instant at which a row enters or leaves the window without a new event.
  func nextChange(_ range: RowRange, _ window: ResolvedWindow) -> Int64 {
    var until = window.boundary
    if window.leavesAfter > 0 {
      var row = range.lower
      while row < range.upper && !passes(row) { row &+= 1 }
      if row < range.upper { until = min(until, times[row] &+ window.leavesAfter) }
    }
    if window.entersAfter > 0 {
      var row = range.upper
      while row < range.end && !passes(row) { row &+= 1 }
      if row < range.end { until = min(until, times[row] &+ window.entersAfter) }
    }
    return until
  }
}
