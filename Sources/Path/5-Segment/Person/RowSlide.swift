/// The rows of a part that an aggregate has taken in for one person, while windows move forward.
struct RowSlide: BitwiseCopyable {
  static let blank = RowSlide(lower: 0, upper: 0)

  private var lower: UInt32
  private var upper: UInt32

  private init(lower: UInt32, upper: UInt32) {
    self.lower = lower
    self.upper = upper
  }

  /// Nothing, before the rows of a range.
  init(before range: RowRange) {
    lower = UInt32(truncatingIfNeeded: range.lower)
    upper = lower
  }

  /// Whether no row that was taken in is in a range: what is known can be thrown away.
  @inline(__always)
  func isBefore(_ range: RowRange) -> Bool { Int(upper) <= range.lower }

  /// Takes in the rows of a range, which never begins or ends before that of the last call.
  @inline(__always)
  mutating func move(
    to range: RowRange, leaving leave: (Int) -> Void, entering enter: (Int) -> Void
  ) {
    let start = UInt32(truncatingIfNeeded: range.lower)
    let end = UInt32(truncatingIfNeeded: range.upper)
    while upper < end {
      enter(Int(upper))
      upper &+= 1
    }
    while lower < start {
      leave(Int(lower))
      lower &+= 1
    }
  }
}
