import StarlingColumns
import StarlingLanguage
import StarlingTimeline

/// Aggregates of one person while time goes forward, from what came and went since the last
/// question: a replay asks after each event, and reading a long window each time would take the
/// square of the person's events.
extension TileEvaluator {
  /// An aggregate and until when it stays; `nil` when the rows are few enough to be read, or of
  /// sessions, which change while they last.
  mutating func running(
    _ numeric: Int, _ aggregate: Aggregate, _ view: View, _ path: Int, _ window: ResolvedWindow,
    _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64)? {
    var places = layout.namedPartsOfTrack[view.track]
    switch aggregate {
    case .count, .first, .last: return nil
    case .sum, .avg:
      if isPlainSum(view, path) {
        return runningSum(numeric, aggregate, view, window, path, person, now)
      }
      if !numberTables[path].isFinite { return nil }
    case .days: places = layout.partsOfTrack[view.track]
    case .min, .max, .distinct: break
    }
    var rowCount = 0
    var until = Int64.max
    for place in places {
      if case .sessions = layout.part[place].place { return nil }
      let range = rows(place, window, person, now)
      rowCount += range.upper - range.lower
      until = min(until, layout.part[place].nextChange(range, window))
    }
    if rowCount < TilePart.walkMax { return nil }
    runningValues.use(numeric)
    switch aggregate {
    case .days: return (Double(runningDays(numeric, places, window, person, now)), until)
    case .distinct:
      return (Double(runningDistinct(numeric, places, window, path, person, now)), until)
    case .min, .max:
      let isGreatest = if case .max = aggregate { true } else { false }
      return (runningBest(numeric, isGreatest, places, window, path, person, now), until)
    case .sum, .avg:
      let (sum, count) = runningExactSum(numeric, places, window, path, person, now)
      if case .sum = aggregate { return (sum, until) }
      return (count == 0 ? nil : sum / Double(count), until)
    case .count, .first, .last: return nil
    }
  }

  /// A sum or average of numbers that doubles add up exactly.
  private func runningSum(
    _ numeric: Int, _ aggregate: Aggregate, _ view: View, _ window: ResolvedWindow, _ path: Int,
    _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    let numbers = numberTables[path].numbers
    var total = RunningSums.Sum(sum: 0, count: 0)
    var until = Int64.max
    for place in layout.namedPartsOfTrack[view.track] {
      let codes = layout.columns.column(path, layout.part[place].place)
      if !codes.exists { continue }
      let range = rows(place, window, person, now)
      until = min(until, layout.part[place].nextChange(range, window))
      let sum = sums.sum(numeric, place, layout.part[place].filter, range, codes, numbers)
      total.sum += sum.sum
      total.count += sum.count
    }
    if case .sum = aggregate { return (total.sum, until) }
    return (total.count == 0 ? nil : total.sum / Double(total.count), until)
  }

  private mutating func runningDays(
    _ numeric: Int, _ places: Range<Int>, _ window: ResolvedWindow, _ person: Int, _ now: Int64
  ) -> Int {
    var windows = windows
    for place in places {
      let part = layout.part[place]
      let range = rows(place, window, person, now)
      runningValues.sets[numeric].move(place - places.lowerBound, to: range) { row in
        part.passes(row) ? windows.day(at: part.times[row]) : nil
      }
    }
    return runningValues.sets[numeric].count
  }

  private mutating func runningDistinct(
    _ numeric: Int, _ places: Range<Int>, _ window: ResolvedWindow, _ path: Int, _ person: Int,
    _ now: Int64
  ) -> Int {
    forEachColumn(places, window, path, person, now) { running, index, part, codes, range in
      running.sets[numeric].move(index, to: range) { row in
        part.passes(row) && codes[row] != 0 ? Int64(codes[row]) : nil
      }
    }
    return runningValues.sets[numeric].count
  }

  private mutating func runningBest(
    _ numeric: Int, _ isGreatest: Bool, _ places: Range<Int>, _ window: ResolvedWindow,
    _ path: Int, _ person: Int, _ now: Int64
  ) -> Double? {
    let numbers = numberTables[path].numbers
    var best: Double?
    forEachColumn(places, window, path, person, now) { running, index, part, codes, range in
      let number = running.extremes[numeric].best(index, of: range, isGreatest: isGreatest) {
        part.number($0, codes, numbers)
      }
      guard let number else { return }
      best = best.map { isGreatest ? max($0, number) : min($0, number) } ?? number
    }
    return best
  }

  private mutating func runningExactSum(
    _ numeric: Int, _ places: Range<Int>, _ window: ResolvedWindow, _ path: Int, _ person: Int,
    _ now: Int64
  ) -> (sum: Double, count: Int) {
    let numbers = numberTables[path].numbers
    forEachColumn(places, window, path, person, now) { running, index, part, codes, range in
      running.sums[numeric].move(index, to: range) { part.number($0, codes, numbers) }
    }
    return runningValues.sums[numeric].adding()
  }

  /// Visits the parts that have a path, which are counted from 0, with what a window holds.
  private mutating func forEachColumn(
    _ places: Range<Int>, _ window: ResolvedWindow, _ path: Int, _ person: Int, _ now: Int64,
    _ body: (inout RunningValues, Int, TilePart, CodesView, RowRange) -> Void
  ) {
    var index = 0
    for place in places {
      let part = layout.part[place]
      let codes = layout.columns.column(path, part.place)
      if !codes.exists { continue }
      let range = rows(place, window, person, now)
      body(&runningValues, index, part, codes, range)
      index += 1
    }
  }
}

extension TilePart {
  /// The number of a row that passes and has one.
  @inline(__always)
  fileprivate func number(
    _ row: Int, _ codes: CodesView, _ numbers: ArrayView<Double>
  ) -> Double? {
    let number = numbers[Int(codes[row])]
    return passes(row) && number == number ? number : nil
  }
}
