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
  }

  /// Whether the cursors stand on a person.
  private(set) var isActive = false
  private let windows: Int
  private var memory = Scratch(count: 0, repeating: Cursor(lower: 0, upper: 0, end: 0, limit: 0))
  private var cursors: ScratchView<Cursor>

  init(windows: Int) {
    self.windows = windows
    cursors = memory.view
  }

  /// Begins before the first row of a person.
  mutating func begin(_ person: Int, _ parts: [TilePart]) {
    isActive = true
    if cursors.count < parts.count * windows {
      memory = Scratch(
        count: parts.count * windows * 2, repeating: Cursor(lower: 0, upper: 0, end: 0, limit: 0))
      cursors = memory.view
    }
    var index = 0
    for place in parts.indices {
      let rows = parts[place].rows(person)
      let start = UInt32(rows.lowerBound)
      let cursor = Cursor(lower: start, upper: start, end: start, limit: UInt32(rows.upperBound))
      for _ in 0..<windows {
        cursors[index] = cursor
        index += 1
      }
    }
  }

  /// The rows of a part that a window holds at `now`, which is never before that of the last call.
  @inline(__always)
  func advance(
    _ place: Int, _ times: ArrayView<Int64>, _ window: ResolvedWindow, _ now: Int64
  ) -> RowRange {
    let index = place &* windows &+ window.index
    var cursor = cursors[index]
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
    cursors[index] = cursor
    return RowRange(lower: Int(cursor.lower), upper: Int(cursor.upper), end: Int(cursor.end))
  }
}
