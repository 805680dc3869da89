/// Which rows of a range pass a filter.
struct PassingRows: BitwiseCopyable {
  /// How many.
  var count: Int
  /// The first of them; the end of the range when there is none.
  var first: Int
  /// The last of them; something before the range when there is none.
  var last: Int
}

/// The passing rows of one person inside windows that move forward: each row is looked at a few
/// times, however often the window is asked about.
struct RunningRows {
  private struct Entry: BitwiseCopyable {
    var slide: RowSlide
    var passing: PassingRows
  }

  private let windows: Int
  private var entries = PersonMemory(
    blank: Entry(slide: .blank, passing: PassingRows(count: 0, first: 0, last: 0)))

  init(windows: Int) { self.windows = windows }

  /// Begins with another person, or the same from the start.
  mutating func begin(parts: Int) { entries.begin(count: parts * windows) }

  /// The passing rows of a range, which never begins or ends before that of the last call for the
  /// same part and window.
  ///
  /// - Parameter filter: Does not depend on now or on the value of an `any`.
  func passing(
    _ place: Int, _ window: ResolvedWindow, _ filter: TilePart.Filter, _ range: RowRange
  ) -> PassingRows {
    let index = place &* windows &+ window.index
    var entry =
      entries[index]
      ?? Entry(
        slide: RowSlide(before: range),
        passing: PassingRows(count: 0, first: range.lower, last: range.lower - 1))
    var passing = entry.passing
    entry.slide.move(to: range) { row in
      if filter.passes(row) { passing.count &-= 1 }
    } entering: { row in
      if filter.passes(row) {
        passing.count &+= 1
        passing.last = row
      }
    }
    passing.first = max(passing.first, range.lower)
    while passing.first < range.upper && !filter.passes(passing.first) { passing.first &+= 1 }
    entry.passing = passing
    entries.note(index, entry)
    return passing
  }
}
