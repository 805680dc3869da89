import StarlingColumns
import StarlingLanguage
import StarlingTimeline

/// Rows of a tile that a track looks at: a posting and what its rows must pass. Trivial; the
/// evaluator holds the tile.
struct TilePart: BitwiseCopyable {
  enum Filter: BitwiseCopyable {
    case none
    /// Value codes of the column that decides, and whether each code passes.
    case bytes(ArrayView<UInt8>, ArrayView<Bool>)
    case codes(CodesView, ArrayView<Bool>)
    /// One bit per row.
    case bits(BitView)

    /// Whether a row passes.
    @inline(__always)
    func passes(_ row: Int) -> Bool {
      switch self {
      case .none: true
      case .bytes(let codes, let holds): holds[Int(codes[row])]
      case .codes(let codes, let holds): holds[Int(codes[row])]
      case .bits(let bits): bits.contains(row)
      }
    }

    /// Has the processor fetch what decides about a row, to be read soon.
    @inline(__always)
    func prefetch(_ row: Int) {
      switch self {
      case .none, .bits: break
      case .bytes(let codes, _): codes.prefetch(row)
      case .codes(let codes, _): codes.prefetch(row)
      }
    }
  }

  enum Place: Equatable, BitwiseCopyable {
    case all
    /// Index in `Tile.postings`.
    case posting(Int)
    case sessions
  }

  var place: Place
  /// As in `Posting`.
  var members = ArrayView<UInt16>()
  var presence = ArrayView<Posting.Presence>()
  var starts: ArrayView<UInt32>
  var lasts: ArrayView<Int64>
  var times: ArrayView<Int64>
  /// The time of the latest row; `.min` without rows.
  var latest: Int64
  var filter = Filter.none

  /// The rows of a posting, without filter.
  init(_ place: Place, _ rows: Posting.Rows) {
    self.place = place
    members = rows.members
    presence = rows.presence
    starts = rows.starts
    lasts = rows.lasts
    times = rows.times
    latest = rows.latest
  }

  /// All sessions.
  init(_ sessions: SessionTable) {
    place = .sessions
    starts = ArrayView(sessions.starts)
    lasts = ArrayView(sessions.lasts)
    times = ArrayView(sessions.times)
    latest = sessions.latest
  }

  /// Whether a row passes the filter.
  @inline(__always)
  func passes(_ row: Int) -> Bool { filter.passes(row) }

  /// Number of rows in [lower, upper) that pass.
  @inline(__always)
  func count(_ lower: Int, _ upper: Int) -> Int {
    var sum = 0
    var row = lower
    switch filter {
    case .none: sum = upper &- lower
    case .bytes(let codes, let holds):
      // Safe: counts rows, rows < 2^32.
      while row < upper {
        sum &+= holds[Int(codes[row])] ? 1 : 0
        row &+= 1
      }
    case .codes(let codes, let holds):
      while row < upper {
        sum &+= holds[Int(codes[row])] ? 1 : 0
        row &+= 1
      }
    case .bits(let bits): sum = bits.count(lower, upper)
    }
    return sum
  }
}

extension TilePart {
  /// The rows of a person that a window holds at `now`.
  @inline(__always)
  func range(_ person: Int, _ now: Int64, _ window: ResolvedWindow) -> RowRange {
    guard let slot = slot(person) else { return RowRange(lower: 0, upper: 0, end: 0) }
    return range(slot: slot, now, window)
  }

  /// The slot of a person; `nil` when the person has no rows and no slot.
  @inline(__always)
  func slot(_ person: Int) -> Int? {
    if members.count == 0 { return person }
    if presence.count == 0 { return search(person) }
    let word = person &>> 6
    if word >= presence.count { return nil }
    let bit: UInt64 = 1 &<< UInt64(person & 63)
    let entry = presence[word]
    if entry.bits & bit == 0 { return nil }
    return Int(truncatingIfNeeded: entry.before) &+ (entry.bits & (bit &- 1)).nonzeroBitCount
  }

  private func search(_ person: Int) -> Int? {
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low &+ high) &>> 1
      if Int(members[middle]) < person { low = middle &+ 1 } else { high = middle }
    }
    return low < members.count && Int(members[low]) == person ? low : nil
  }

  /// The person who has a slot.
  @inline(__always)
  func person(slot: Int) -> Int { members.count == 0 ? slot : Int(members[slot]) }

  /// Number of slots.
  var slots: Int { lasts.count }

  /// All rows of a person.
  func rows(_ person: Int) -> Range<Int> {
    guard let slot = slot(person) else { return 0..<0 }
    return Int(starts[slot])..<Int(starts[slot + 1])
  }

  /// The rows of a slot that a window holds at `now`.
  @inline(__always)
  func range(slot: Int, _ now: Int64, _ window: ResolvedWindow) -> RowRange {
    let start = Int(starts[slot])
    var end = Int(starts[slot &+ 1])
    if start == end || lasts[slot] <= window.after {
      return RowRange(lower: end, upper: end, end: end)
    }
    if times[end &- 1] > now { end = TimeSearch.firstAfter(times, start, end, now) }
    let upper =
      window.through >= now ? end : TimeSearch.firstAfter(times, start, end, window.through)
    let lower =
      window.after == .min ? start : TimeSearch.firstAfter(times, start, upper, window.after)
    return RowRange(lower: lower, upper: upper, end: end)
  }

  /// When a row first enters or leaves the window without a new event, or earlier.
  @inline(__always)
  func nextChange(_ range: RowRange, _ window: ResolvedWindow) -> Int64 {
    if range.lower >= range.end { return .max }
    var next = window.boundary
    if window.leavesAfter != 0 { next = min(next, nextLoss(range, window)) }
    if window.entersAfter != 0 { next = min(next, nextGain(range, window)) }
    return next
  }

  /// The instant at which the whole window moves, when there are rows that it can lose or gain.
  @inline(__always)
  func boundary(_ range: RowRange, _ window: ResolvedWindow) -> Int64 {
    range.lower < range.end ? window.boundary : .max
  }

  /// When the first row leaves the window, or earlier; `.max` = never.
  @inline(__always)
  func nextLoss(_ range: RowRange, _ window: ResolvedWindow) -> Int64 {
    if window.leavesAfter == 0 { return .max }
    let row = filter.firstNear(range.lower, range.upper)
    return row < range.upper ? times[row] &+ window.leavesAfter : .max
  }

  /// When the first visible row enters the window, or earlier; `.max` = never.
  @inline(__always)
  func nextGain(_ range: RowRange, _ window: ResolvedWindow) -> Int64 {
    if window.entersAfter == 0 { return .max }
    let row = filter.firstNear(range.upper, range.end)
    return row < range.end ? times[row] &+ window.entersAfter : .max
  }
}
