import StarlingColumns
import StarlingTimeline

/// One event among a person's rows: a row of a posting, or a row of `Tile.all`.
struct RowReference {
  /// Index in `Tile.postings`; `nil` for a row of `Tile.all`.
  var posting: Int?
  var row: Int
}

/// Rows of one person selected by a view, in order of time.
///
/// Rows of one posting without filter, and of `Tile.all`, are read where they are; others are
/// collected. The buffers are kept between people.
struct SelectedRows {
  private var view = ArrayView<Int64>()
  private var first = 0
  private var posting: Int?
  private var isCollected = false
  private var times: [Int64] = []
  private var references: [RowReference] = []
  /// Number of rows.
  private(set) var count = 0

  /// Reads rows [lower, upper) in place; `posting` is `nil` for rows of `Tile.all`.
  mutating func read(_ view: ArrayView<Int64>, _ range: RowRange, posting: Int?) {
    isCollected = false
    self.view = view
    self.posting = posting
    first = range.lower
    count = max(0, range.upper - range.lower)
  }

  /// Begins to collect rows.
  mutating func collect() {
    isCollected = true
    count = 0
    times.removeAll(keepingCapacity: true)
    references.removeAll(keepingCapacity: true)
  }

  /// Collects a row; rows come in order of time.
  mutating func append(_ time: Int64, posting: Int, row: Int) {
    times.append(time)
    references.append(RowReference(posting: posting, row: row))
    count += 1
  }

  /// The time of a row.
  @inline(__always)
  func time(_ index: Int) -> Int64 { isCollected ? times[index] : view[first &+ index] }

  /// What tells a row from others.
  func reference(_ index: Int) -> RowReference {
    isCollected ? references[index] : RowReference(posting: posting, row: first + index)
  }

  /// The first index with a time of at least `time`.
  func firstIndex(from time: Int64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.time(middle) < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension TileColumns {
  /// Whether two rows of one instant are the same event.
  ///
  /// A row of `Tile.all` is the k-th of its name at that instant, and so is the row of its posting.
  func isSame(_ left: RowReference, _ right: RowReference) -> Bool {
    switch (left.posting, right.posting) {
    case (nil, nil): left.row == right.row
    case (let posting?, let other?): posting == other && left.row == right.row
    case (nil, let posting?): isSame(allRow: left.row, posting, right.row)
    case (let posting?, nil): isSame(allRow: right.row, posting, left.row)
    }
  }

  private func isSame(allRow: Int, _ posting: Int, _ row: Int) -> Bool {
    if Int(allNames[allRow]) != posting { return false }
    let time = allTimes[allRow]
    let part = part(posting)
    // Neighbours of equal time that belong to another person cannot matter: both runs would hold
    // them or their own person's rows begin there; a person's first row ends the run by its place.
    var inAll = 0
    var before = allRow - 1
    while before >= 0 && allTimes[before] == time {
      if Int(allNames[before]) == posting { inAll += 1 }
      before -= 1
    }
    var inPosting = 0
    before = row - 1
    while before >= 0 && part.times[before] == time {
      inPosting += 1
      before -= 1
    }
    return inAll == inPosting
  }
}

/// The state of a chain while its steps are read: which rows of the last positive step can be
/// reached. One object for all people, so that matching allocates nothing and moves no arrays.
///
/// 1. The rows of the first selector are reachable.
/// 2. `then B within d without C`: a row b of B is reachable when a reachable row a other than b
///    lies in [b.t - d, b.t] with no C between. The latest such a decides: an earlier one has all
///    the Cs between that the later one has. Among rows of one instant each is tried, because a C
///    may be the a itself.
/// 3. `then no C within d` takes away rows that a C follows, and those not confirmed by now.
/// 4. The chain is true when a row of the last positive step is reachable.
final class ChainMatcher {
  /// Rows of the last positive step.
  var rows = SelectedRows()
  /// Rows of the next positive step, and those that must not be there.
  var next = SelectedRows()
  var excluded = SelectedRows()
  /// Ascending indices of `rows`.
  private(set) var reachable: [Int] = []
  private var found: [Int] = []
  /// The first instant at which an absence will be confirmed; `.max` when none is awaited.
  private(set) var pending = Int64.max

  /// Whether no assignment is left.
  var isDead: Bool { reachable.isEmpty }

  /// Begins with `rows`.
  func start() {
    pending = .max
    reachable.removeAll(keepingCapacity: true)
    for index in 0..<rows.count { reachable.append(index) }
  }

  /// Goes on to `next`; `excluded` must not lie between when `hasExcluded`.
  func then(withinMs: Int64, hasExcluded: Bool, _ columns: borrowing TileColumns) {
    found.removeAll(keepingCapacity: true)
    for index in 0..<next.count where hasPredecessor(index, withinMs, hasExcluded, columns) {
      found.append(index)
    }
    swap(&rows, &next)
    swap(&reachable, &found)
  }

  private func hasPredecessor(
    _ index: Int, _ withinMs: Int64, _ hasExcluded: Bool, _ columns: borrowing TileColumns
  ) -> Bool {
    let time = next.time(index)
    var place = lastReachable(notAfter: time)
    var latest: Int64?
    while place >= 0 {
      let start = rows.time(reachable[place])
      if time - start > withinMs { return false }
      if let latest, start != latest { return false }
      let candidate = rows.reference(reachable[place])
      if start != time || !columns.isSame(candidate, next.reference(index)) {
        latest = start
        if !hasExcluded { return true }
        let end = (next.reference(index), time)
        if !isExcluded((candidate, start), end, through: time, columns) { return true }
      }
      place -= 1
    }
    return false
  }

  /// The last place in `reachable` of a row that is not later than `time`; -1 when there is none.
  private func lastReachable(notAfter time: Int64) -> Int {
    var low = 0
    var high = reachable.count
    while low < high {
      let middle = (low + high) / 2
      if rows.time(reachable[middle]) <= time { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// Takes away the rows that an `excluded` one follows within the time, or that wait for it.
  func absent(withinMs: Int64, now: Int64, _ columns: borrowing TileColumns) {
    found.removeAll(keepingCapacity: true)
    for row in reachable {
      let start = rows.time(row)
      let own = (rows.reference(row), start)
      if isExcluded(own, own, through: start &+ withinMs, columns) { continue }
      if now < start &+ withinMs {
        pending = min(pending, start &+ withinMs)
      } else {
        found.append(row)
      }
    }
    swap(&reachable, &found)
  }

  /// Whether an excluded row other than two events lies between the first of them and `end`.
  private func isExcluded(
    _ left: (row: RowReference, time: Int64), _ right: (row: RowReference, time: Int64),
    through end: Int64, _ columns: borrowing TileColumns
  ) -> Bool {
    var index = excluded.firstIndex(from: left.time)
    while index < excluded.count {
      let time = excluded.time(index)
      if time > end { return false }
      let row = excluded.reference(index)
      let isOwn =
        time == left.time && columns.isSame(row, left.row)
        || time == right.time && columns.isSame(row, right.row)
      if !isOwn { return true }
      index += 1
    }
    return false
  }
}
