/// Rows of one person inside a window: [lower, upper), out of those visible, which end at `end`.
struct RowRange {
  var lower: Int
  var upper: Int
  var end: Int

  @inline(__always) var isEmpty: Bool { lower >= upper }
}
