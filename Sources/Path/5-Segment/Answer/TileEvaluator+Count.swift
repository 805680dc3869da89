import StarlingColumns
import StarlingLanguage
import StarlingModel

extension TileEvaluator {
  /// A count of rows compared with a constant.
  mutating func count(
    _ view: View, _ comparator: Comparator, _ constant: Double, _ person: Int, _ now: Int64
  ) -> Outcome {
    let window = windows.resolve(view.window, at: now)
    let places = layout.partsOfTrack[view.track]
    if places.count == 1 && window.onlyLoses {
      return lossCount(places.lowerBound, window, comparator, constant, person, now)
    }
    let (count, until) = count(places, window, person, now)
    return Outcome(value: comparator.holds(Double(count), constant), until: until)
  }

  /// Number of rows of several parts, and until when it stays.
  mutating func count(
    _ places: Range<Int>, _ window: ResolvedWindow, _ person: Int, _ now: Int64
  ) -> (count: Int, until: Int64) {
    var count = 0
    var until = Int64.max
    for place in places {
      let range = rows(place, window, person, now)
      let undecided = decideUnfinished(place, range, person, now)
      count += countPassing(place, range, window)
      until = min(until, layout.part[place].nextChange(range, window))
      restore(undecided)
    }
    return (count, until)
  }

  /// Number of passing rows of a range.
  @inline(__always)
  private func countPassing(_ place: Int, _ range: RowRange, _ window: ResolvedWindow) -> Int {
    if runsAlong(place, range) {
      return runningRows.passing(place, window, layout.part[place].filter, range).count
    }
    return layout.part[place].count(range.lower, range.upper)
  }

  /// Whether what passes in a range is worth keeping until the next question about the person.
  @inline(__always)
  func runsAlong(_ place: Int, _ range: RowRange) -> Bool {
    if range.upper &- range.lower < TilePart.walkMax || !memory.isActive { return false }
    if case .none = layout.part[place].filter { return false }
    if case .sessions = layout.part[place].place { return false }
    return true
  }

  /// A count that can only fall without new events: tells the very loss that changes the answer, or
  /// one before it.
  private mutating func lossCount(
    _ place: Int, _ window: ResolvedWindow, _ comparator: Comparator, _ constant: Double,
    _ person: Int, _ now: Int64
  ) -> Outcome {
    let range = rows(place, window, person, now)
    let undecided = decideUnfinished(place, range, person, now)
    let count = countPassing(place, range, window)
    let value = comparator.holds(Double(count), constant)
    var until = Int64.max
    if window.leavesAfter > 0, let losses = comparator.losses(from: count, constant) {
      until = layout.part[place].timeOfPassing(losses, range) &+ window.leavesAfter
    }
    restore(undecided)
    return Outcome(value: value, until: until)
  }
}

extension Comparator {
  /// Whether an answer stays as it is while the left side falls.
  func lastsWhileFalling(_ value: Bool) -> Bool {
    switch self {
    case .greater, .greaterOrEqual: !value
    case .less, .lessOrEqual: value
    case .equal, .notEqual: false
    }
  }

  /// After how many losses the comparison of a falling count with a constant first changes.
  ///
  /// - Returns: 1...count, or `nil` when it never does.
  @inline(__always)
  func losses(from count: Int, _ constant: Double) -> Int? {
    if count == 0 { return nil }
    switch self {
    case .equal, .notEqual:
      if Double(count) == constant { return 1 }
      guard constant >= 0, constant < Double(count), constant == constant.rounded() else {
        return nil
      }
      return count - Int(constant)
    case .greaterOrEqual, .less:
      // Changes when the count falls below the least whole number that is >= constant.
      return losses(from: count, least: constant.rounded(.up))
    case .greater, .lessOrEqual:
      return losses(from: count, least: constant.rounded(.down) + 1)
    }
  }

  private func losses(from count: Int, least: Double) -> Int? {
    guard least >= 1, Double(count) >= least else { return nil }
    return count - Int(least) + 1
  }
}
