import StarlingColumns

/// Where each window of each part begins and ends for one person, kept while time goes forward.
///
/// Windows only move forward, so a replay that asks at ever later instants walks each row of a
/// person once for each window instead of searching it every time.
struct RowCursors {
  private struct Cursor: BitwiseCopyable {
    static let blank = Cursor(person: 0, lower: 0, upper: 0, end: 0, limit: 0)

    /// The person that the cursor is about, as counted by `begin`.
    var person: UInt32
    var lower: UInt32
    var upper: UInt32
    var end: UInt32
    /// Where the person's rows end.
    var limit: UInt32
  }

  /// Whether the cursors stand on a person.
  private(set) var isActive = false
  private let windows: Int
  private var person: UInt32 = 0
  private var memory = Scratch(count: 0, repeating: Cursor.blank)
  private var cursors: ScratchView<Cursor>

  init(windows: Int) {
    self.windows = windows
    cursors = memory.view
  }

  /// Begins before the first row of another person, or the same again.
  mutating func begin(parts: Int) {
    isActive = true
    person &+= 1
    if cursors.count >= parts * windows && person != 0 { return }
    memory = Scratch(count: parts * windows * 2, repeating: Cursor.blank)
    cursors = memory.view
    person = 1
  }

  /// Whether the cursor of a window in a part knows the person's rows.
  @inline(__always)
  func knows(_ place: Int, _ window: ResolvedWindow) -> Bool {
    cursors[place &* windows &+ window.index].person == person
  }

  /// Puts the cursor of a window in a part before the first of the person's rows.
  func put(_ place: Int, _ window: ResolvedWindow, before rows: Range<Int>) {
    let start = UInt32(rows.lowerBound)
    cursors[place * windows + window.index] = Cursor(
      person: person, lower: start, upper: start, end: start, limit: UInt32(rows.upperBound))
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
