import StarlingColumns
import StarlingLanguage
import StarlingModel

extension TileEvaluator {
  /// Seconds since something compared with a constant.
  mutating func elapsed(
    _ elapsed: Elapsed, _ comparator: Comparator, _ seconds: Double, _ person: Int, _ now: Int64
  ) -> Outcome {
    let (origin, until) = origin(elapsed, person, now)
    guard let origin else { return Outcome(value: comparator.holdsForAbsent, until: until) }
    let value = comparator.holds(Double(now - origin) / 1000, seconds)
    return Outcome(value: value, until: min(until, Self.nextFlip(origin, seconds, now)))
  }

  /// The instant the clock runs from, and until when it is that.
  mutating func origin(
    _ elapsed: Elapsed, _ person: Int, _ now: Int64
  ) -> (origin: Int64?, until: Int64) {
    switch elapsed {
    case .sinceTrait(let path): return (startOfTrait(path, person, now), .max)
    case .sinceTraitInstant(let path):
      guard let row = rowOfTrait(path, person, now) else { return (nil, .max) }
      return (binding.instants[path][Int(row.code)], .max)
    case .sinceLast(let view): return edgeTime(view, isFirst: false, person, now)
    case .sinceFirst(let view): return edgeTime(view, isFirst: true, person, now)
    }
  }

  private mutating func edgeTime(
    _ view: View, isFirst: Bool, _ person: Int, _ now: Int64
  ) -> (origin: Int64?, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    var until = Int64.max
    var origin: Int64?
    for place in layout.partsOfTrack[view.track] {
      let part = layout.part[place]
      let range = rows(place, window, person, now)
      let undecided = decideUnfinished(place, range, person, now)
      if let row = edgeRow(place, range, window, isFirst: isFirst) {
        let time = part.times[row]
        origin = origin.map { isFirst ? min($0, time) : max($0, time) } ?? time
      }
      if isFirst || !window.onlyLoses { until = min(until, part.nextChange(range, window)) }
      restore(undecided)
    }
    // Losses come oldest first, so the latest row stays until it leaves itself.
    if !isFirst && window.onlyLoses && window.leavesAfter > 0, let origin {
      until = min(until, origin &+ window.leavesAfter)
    }
    return (origin, until)
  }

  /// The first or last passing row of a range.
  private func edgeRow(
    _ place: Int, _ range: RowRange, _ window: ResolvedWindow, isFirst: Bool
  ) -> Int? {
    let part = layout.part[place]
    var row: Int?
    if runsAlong(place, range) {
      let passing = runningRows.passing(place, window, part.filter, range)
      row = isFirst ? passing.first : passing.last
    } else {
      row =
        isFirst
        ? part.filter.firstPassing(range.lower, range.upper)
        : part.filter.lastPassing(range.lower, range.upper)
    }
    guard let row, row >= range.lower && row < range.upper else { return nil }
    return row
  }

  /// The first instant after `now` at which comparing the time since `origin` with a constant can
  /// change: where it reaches the constant, and one step on.
  static func nextFlip(_ origin: Int64, _ seconds: Double, _ now: Int64) -> Int64 {
    let whole = (seconds * 1000).rounded(.down)
    guard whole.magnitude < 9e15 else { return .max }
    // The product may be rounded by one in either direction: the neighbours are visited too.
    var candidate = origin + Int64(whole) - 1
    for _ in 0..<4 {
      if candidate > now { return candidate }
      candidate += 1
    }
    return .max
  }
}
