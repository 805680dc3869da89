import StarlingColumns

/// Where each window of each part begins and ends for one person, kept while time goes forward.
///
/// Windows only move forward, so a replay that asks at ever later instants walks each row of a
/// person once for each window instead of searching it every time.
struct RowCursors {
  private struct Cursor: BitwiseCopyable {
    var lower: UInt32
    var upper: UInt32
    var end: UInt32
    /// Where the person's rows end.
    var limit: UInt32

    /// Before the first of some rows.
    init(before rows: Range<Int>) {
      lower = UInt32(rows.lowerBound)
      upper = lower
      end = lower
      limit = UInt32(rows.upperBound)
    }
  }

  /// Whether the cursors stand on a person.
  private(set) var isActive = false
  private let windows: Int
  private var cursors = PersonMemory(blank: Cursor(before: 0..<0))

  init(windows: Int) { self.windows = windows }

  /// Begins before the first row of another person, or the same again.
  mutating func begin(parts: Int) {
    isActive = true
    cursors.begin(count: parts * windows)
  }

  /// The rows of a part that a window holds at `now`, which is never before that of the last call.
  ///
  /// - Parameter rows: All rows of the person; asked for once.
  @inline(__always)
  func advance(
    _ place: Int, _ times: ArrayView<Int64>, _ window: ResolvedWindow, _ now: Int64,
    rows: () -> Range<Int>
  ) -> RowRange {
    let index = place &* windows &+ window.index
    var cursor = cursors[index] ?? Cursor(before: rows())
    while cursor.end < cursor.limit && times[Int(cursor.end)] <= now { cursor.end &+= 1 }
    if window.through >= now {
      cursor.upper = cursor.end
    } else {
      while cursor.upper < cursor.end && times[Int(cursor.upper)] <= window.through {
        cursor.upper &+= 1
      }
    }
    while cursor.lower < cursor.upper && times[Int(cursor.lower)] <= window.after {
      cursor.lower &+= 1
    }
    cursors.note(index, cursor)
    return RowRange(lower: Int(cursor.lower), upper: Int(cursor.upper), end: Int(cursor.end))
  }
}
