import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// Rows of one person selected by a view, in order of time, each with what tells it from others.
struct SelectedRows {
  var times: [Int64] = []
  /// Posting in the upper half, row in the lower: equal only for the same event.
  var ids: [UInt64] = []

  mutating func append(_ time: Int64, _ id: UInt64) {
    times.append(time)
    ids.append(id)
  }

  /// Whether a row with from <= time <= through is neither `left` nor `right`.
  func contains(_ from: Int64, _ through: Int64, except left: UInt64, _ right: UInt64) -> Bool {
    var index = TimeSearch.firstAfter(times, 0, times.count, from - 1)
    while index < times.count && times[index] <= through {
      if ids[index] != left && ids[index] != right { return true }
      index += 1
    }
    return false
  }
}

extension TileEvaluator {
  /// Whether some assignment of a person's events satisfies every step of a chain.
  ///
  /// 1. The rows of the first selector are reachable.
  /// 2. `then B within d without C`: a row b of B is reachable when a reachable row a other than b
  ///    lies in [b.t - d, b.t] with no C between. The latest such a decides: an earlier one has all
  ///    the Cs between that the later one has. Among rows of one instant each is tried, because a
  ///    C may be the a itself.
  /// 3. `then no C within d` takes away rows that a C follows, and those not confirmed by now.
  /// 4. The chain is true when a row of the last positive step is reachable.
  mutating func chain(_ chain: Chain, _ person: Int, _ now: Int64) -> Outcome {
    var matcher = ChainMatcher(now: now)
    var rows = SelectedRows()
    var untilWhenTrue = Int64.max
    var untilWhenFalse = Int64.max
    select(chain.first, person, now, into: &rows, &untilWhenTrue, &untilWhenFalse)
    matcher.start(rows)
    for step in chain.steps {
      // Nothing reachable: only a change of the steps so far, noted already, can alter that.
      if matcher.isDead { break }
      switch step {
      case .then(let view, let withinMs, let without):
        var next = SelectedRows()
        select(view, person, now, into: &next, &untilWhenTrue, &untilWhenFalse)
        var excluded: SelectedRows?
        if let without {
          var rows = SelectedRows()
          select(without, person, now, into: &rows, &untilWhenFalse, &untilWhenTrue)
          excluded = rows
        }
        matcher.then(next, withinMs: withinMs, without: excluded)
      case .absent(let view, let withinMs):
        var excluded = SelectedRows()
        select(view, person, now, into: &excluded, &untilWhenFalse, &untilWhenTrue)
        matcher.absent(excluded, withinMs: withinMs)
      }
    }
    let value = !matcher.isDead
    return Outcome(
      value: value, until: value ? untilWhenTrue : min(untilWhenFalse, matcher.pending))
  }

  /// Collects the rows of a view in order of time.
  ///
  /// - Parameters:
  ///   - onLoss: Lowered to the first instant at which a row leaves.
  ///   - onGain: Lowered to the first instant at which a row enters; both, when the window moves.
  private mutating func select(
    _ view: View, _ person: Int, _ now: Int64, into rows: inout SelectedRows,
    _ onLoss: inout Int64, _ onGain: inout Int64
  ) {
    let window = windows.resolve(view.window, at: now)
    let places = partsOfTrack[view.track]
    onLoss = min(onLoss, window.boundary)
    onGain = min(onGain, window.boundary)
    var span: RowRange?
    for place in places {
      let range = parts[place].range(person, now, window)
      let part = parts[place]
      if window.leavesAfter > 0 || window.entersAfter > 0 {
        var losses = window
        losses.entersAfter = 0
        onLoss = min(onLoss, part.nextChange(range, losses))
        var gains = window
        gains.leavesAfter = 0
        onGain = min(onGain, part.nextChange(range, gains))
      }
      if case .posting(let posting) = part.place, places.count == 1 {
        for row in range.lower..<max(range.lower, range.upper) where part.passes(row) {
          rows.append(part.times[row], UInt64(posting) << 32 | UInt64(row))
        }
      } else if part.place == .all {
        span = range
      }
    }
    if let span, !span.isEmpty {
      let times = tile.all.times
      var row = span.lower
      forEachRow(span, person) { _, posting, index in
        rows.append(times[row], UInt64(posting) << 32 | UInt64(index))
        row += 1
      }
    } else if places.count > 1 {
      merge(places, window, person, now, into: &rows)
    }
  }

  /// Collects the rows of several postings in the order of `Tile.all`.
  private mutating func merge(
    _ places: Range<Int>, _ window: ResolvedWindow, _ person: Int, _ now: Int64,
    into rows: inout SelectedRows
  ) {
    var placeOfPosting = [Int](repeating: -1, count: tile.postings.count)
    for place in places {
      if case .posting(let posting) = parts[place].place { placeOfPosting[posting] = place }
    }
    let all = TilePart(
      place: .all, starts: tile.all.starts, times: tile.all.times, filter: .none)
    let range = all.range(person, now, window)
    if range.isEmpty { return }
    var row = range.lower
    var selected = SelectedRows()
    forEachRow(range, person) { evaluator, posting, index in
      let place = placeOfPosting[posting]
      if place >= 0 && evaluator.parts[place].passes(index) {
        selected.append(all.times[row], UInt64(posting) << 32 | UInt64(index))
      }
      row += 1
    }
    rows = selected
  }
}

/// The state of a chain while its steps are read: which rows of the last positive step can be
/// reached.
struct ChainMatcher {
  let now: Int64
  private var rows = SelectedRows()
  /// Ascending indices of `rows`.
  private var reachable: [Int] = []
  /// The first instant at which an absence will be confirmed; `.max` when none is awaited.
  private(set) var pending = Int64.max

  init(now: Int64) { self.now = now }

  /// Whether no assignment is left.
  var isDead: Bool { reachable.isEmpty }

  mutating func start(_ first: SelectedRows) {
    rows = first
    reachable = Array(first.times.indices)
  }

  mutating func then(_ next: SelectedRows, withinMs: Int64, without: SelectedRows?) {
    var found: [Int] = []
    if !reachable.isEmpty {
      for index in next.times.indices
      where hasPredecessor(next.times[index], next.ids[index], withinMs, without) {
        found.append(index)
      }
    }
    rows = next
    reachable = found
  }

  private func hasPredecessor(
    _ time: Int64, _ id: UInt64, _ withinMs: Int64, _ without: SelectedRows?
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
        guard let without, without.contains(start, time, except: rows.ids[row], id) else {
          return true
        }
      }
      place -= 1
    }
    return false
  }

  mutating func absent(_ excluded: SelectedRows, withinMs: Int64) {
    reachable.removeAll { row in
      let start = rows.times[row]
      if excluded.contains(start, start &+ withinMs, except: rows.ids[row], rows.ids[row]) {
        return true
      }
      if now < start &+ withinMs {
        pending = min(pending, start &+ withinMs)
        return true
      }
      return false
    }
  }
}
