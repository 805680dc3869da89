import StarlingColumns

/// Rows of one person selected by a view, in order of time, each with what tells it from others.
struct SelectedRows {
  private(set) var times: [Int64] = []
  /// Posting in the upper half, row in the lower: equal only for the same event.
  private(set) var ids: [UInt64] = []

  mutating func removeAll() {
    times.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
  }

  mutating func append(_ time: Int64, posting: Int, row: Int) {
    times.append(time)
    ids.append(UInt64(truncatingIfNeeded: posting) << 32 | UInt64(truncatingIfNeeded: row))
  }

  /// Whether a row with from <= time <= through is neither `left` nor `right`.
  func contains(_ from: Int64, _ through: Int64, except left: UInt64, _ right: UInt64) -> Bool {
    var index = firstIndex(from: from)
    while index < times.count && times[index] <= through {
      if ids[index] != left && ids[index] != right { return true }
      index += 1
    }
    return false
  }

  private func firstIndex(from time: Int64) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The state of a chain while its steps are read: which rows of the last positive step can be
/// reached. Kept between people so that matching allocates nothing.
///
/// 1. The rows of the first selector are reachable.
/// 2. `then B within d without C`: a row b of B is reachable when a reachable row a other than b
///    lies in [b.t - d, b.t] with no C between. The latest such a decides: an earlier one has all
///    the Cs between that the later one has. Among rows of one instant each is tried, because a C
///    may be the a itself.
/// 3. `then no C within d` takes away rows that a C follows, and those not confirmed by now.
/// 4. The chain is true when a row of the last positive step is reachable.
struct ChainMatcher {
  /// Rows of the last positive step.
  var rows = SelectedRows()
  /// Rows of the next positive step, and those that must not be there.
  var next = SelectedRows()
  var excluded = SelectedRows()
  /// Ascending indices of `rows`.
  private var reachable: [Int] = []
  private var found: [Int] = []
  /// The first instant at which an absence will be confirmed; `.max` when none is awaited.
  private(set) var pending = Int64.max

  /// Whether no assignment is left.
  var isDead: Bool { reachable.isEmpty }

  /// Begins with `rows`.
  mutating func start() {
    pending = .max
    reachable.removeAll(keepingCapacity: true)
    for index in rows.times.indices { reachable.append(index) }
  }

  /// Goes on to `next`; `excluded` must not lie between when `hasExcluded`.
  mutating func then(withinMs: Int64, hasExcluded: Bool) {
    found.removeAll(keepingCapacity: true)
    for index in next.times.indices
    where hasPredecessor(next.times[index], next.ids[index], withinMs, hasExcluded) {
      found.append(index)
    }
    swap(&rows, &next)
    swap(&reachable, &found)
  }

  private func hasPredecessor(
    _ time: Int64, _ id: UInt64, _ withinMs: Int64, _ hasExcluded: Bool
  ) -> Bool {
    var low = 0
    var high = reachable.count
    while low < high {
      let middle = (low + high) / 2
      if rows.times[reachable[middle]] <= time { low = middle + 1 } else { high = middle }
    }
    var latest: Int64?
    var place = low - 1
    while place >= 0 {
      let row = reachable[place]
      let start = rows.times[row]
      if time - start > withinMs { return false }
      if let latest, start != latest { return false }
      if rows.ids[row] != id {
        latest = start
        if !hasExcluded || !excluded.contains(start, time, except: rows.ids[row], id) {
          return true
        }
      }
      place -= 1
    }
    return false
  }

  /// Takes away the rows that an `excluded` one follows within the time, or that wait for it.
  mutating func absent(withinMs: Int64, now: Int64) {
    found.removeAll(keepingCapacity: true)
    for row in reachable {
      let start = rows.times[row]
      let id = rows.ids[row]
      if excluded.contains(start, start &+ withinMs, except: id, id) { continue }
      if now < start &+ withinMs {
        pending = min(pending, start &+ withinMs)
      } else {
        found.append(row)
      }
    }
    swap(&reachable, &found)
  }
}
