import StarlingColumns
import StarlingTimeline

/// The state of a chain while its steps are read: which rows of the last positive step can be
/// reached. Kept between people, so that matching allocates nothing.
///
/// 1. The rows of the first selector are reachable.
/// 2. `then B within d without C`: a row b of B is reachable when a reachable row a other than b
///    lies in [b.t - d, b.t] with no C between. The latest such a decides: an earlier one has all
///    the Cs between that the later one has. Among rows of one instant each is tried, because a C
///    may be the a itself.
/// 3. `then no C within d` takes away rows that a C follows, and those not confirmed by now.
/// 4. The chain is true when a row of the last positive step is reachable.
struct ChainMatcher: ~Copyable {
  /// Row of the person in the tile.
  private var person = 0
  /// Rows of the last positive step.
  private var rows = SelectedRows()
  /// Ascending rows of `rows`.
  private(set) var reachable = RowList()
  private var found = RowList()
  /// The first instant at which an absence will be confirmed; `.max` when none is awaited.
  private(set) var pending = Int64.max
  /// Whether the step that was read last awaits an absence.
  private(set) var isLastPending = false

  /// Whether no assignment is left.
  var isDead: Bool { reachable.count == 0 }

  /// Begins with a person's rows of the first selector.
  mutating func start(_ rows: SelectedRows, _ person: Int) {
    self.person = person
    self.rows = rows
    pending = .max
    isLastPending = false
    reachable.removeAll()
    var row = rows.lower
    while row < rows.upper {
      if rows.passes(row) { reachable.append(row) }
      row &+= 1
    }
  }

  /// Goes on to the rows of `next`; those of `excluded` must not lie between.
  mutating func then(
    _ next: SelectedRows, withinMs: Int64, without excluded: SelectedRows?,
    _ columns: borrowing TileColumns
  ) {
    found.removeAll()
    if reachable.count == 0 { return }
    let last = reachable[reachable.count &- 1]
    let latest = rows.times[last].addingReportingOverflow(withinMs)
    var row = next.first(from: rows.times[reachable[0]])
    while row < next.upper && (latest.overflow || next.times[row] <= latest.partialValue) {
      if next.passes(row) && hasPredecessor(next, row, withinMs, excluded, columns) {
        found.append(row)
      }
      row &+= 1
    }
    rows = next
    swap(&reachable, &found)
  }

  private func hasPredecessor(
    _ next: SelectedRows, _ row: Int, _ withinMs: Int64, _ excluded: SelectedRows?,
    _ columns: borrowing TileColumns
  ) -> Bool {
    let time = next.times[row]
    var place = lastReachable(notAfter: time)
    var latest: Int64?
    while place >= 0 {
      let start = rows.times[reachable[place]]
      if time &- start > withinMs { return false }
      if let latest, start != latest { return false }
      let candidate = rows.reference(reachable[place])
      if start != time || !columns.isSame(candidate, next.reference(row), person) {
        guard let excluded else { return true }
        // Two events cannot be three; later candidates of the instant meet the same rows.
        if latest == nil, excluded.holdsMoreThanTwo(from: start, through: time) { return false }
        latest = start
        let end = (row: next.reference(row), time: time)
        if !excluded.contains(from: (candidate, start), end, through: time, columns, person) {
          return true
        }
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
      if rows.times[reachable[middle]] <= time { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// Whether `then` would leave a row, without finding all of them: enough for a last step.
  ///
  /// From each reachable row the next row decides: a later one has all the rows between that the
  /// next one has. Among rows of one instant each is tried, because one may be what is excluded.
  func leads(
    to next: SelectedRows, withinMs: Int64, without excluded: SelectedRows?,
    _ columns: borrowing TileColumns
  ) -> Bool {
    for place in 0..<reachable.count {
      let start = reachable[place]
      let own = (row: rows.reference(start), time: rows.times[start])
      var row = next.first(from: own.time)
      var instant: Int64?
      while row < next.upper {
        defer { row &+= 1 }
        if !next.passes(row) { continue }
        let time = next.times[row]
        if time &- own.time > withinMs { break }
        if let instant, instant != time { break }
        let end = (row: next.reference(row), time: time)
        if time == own.time && columns.isSame(own.row, end.row, person) { continue }
        guard let excluded else { return true }
        if instant == nil, excluded.holdsMoreThanTwo(from: own.time, through: time) { break }
        instant = time
        if !excluded.contains(from: own, end, through: time, columns, person) { return true }
      }
    }
    return false
  }

  /// Takes away the rows that an `excluded` one follows within the time, or that wait for it.
  ///
  /// - Parameter isLast: Whether one row that stays is enough.
  mutating func absent(
    _ excluded: SelectedRows, withinMs: Int64, now: Int64, isLast: Bool,
    _ columns: borrowing TileColumns
  ) {
    found.removeAll()
    isLastPending = false
    for place in 0..<reachable.count {
      let row = reachable[place]
      let time = rows.times[row]
      let own = (row: rows.reference(row), time: time)
      if excluded.contains(from: own, own, through: time &+ withinMs, columns, person) { continue }
      if now < time &+ withinMs {
        isLastPending = true
        pending = min(pending, time &+ withinMs)
      } else {
        found.append(row)
        if isLast { break }
      }
    }
    swap(&reachable, &found)
  }
}
