import StarlingColumns
import StarlingLanguage
import StarlingTimeline

/// The rows of a sum that one part has, on their way out of the window.
struct LosingRows: BitwiseCopyable {
  /// Index in `TileLayout.parts`.
  var place: Int
  /// The next row to leave, and the end of those in the window.
  var next: Int
  var end: Int
}

extension TileEvaluator {
  /// Compares a sum that can only fall without new events with a constant: tells the very loss that
  /// changes the answer, or one before it.
  mutating func fallingSum(
    _ numeric: Int, _ view: View, _ path: Int, _ comparator: Comparator, _ constant: Double,
    _ person: Int, _ now: Int64
  ) -> Outcome {
    let (number, until) = aggregate(numeric, .sum, view, path, person, now)
    let sum = number ?? 0
    let value = comparator.holds(sum, constant)
    if comparator.lastsWhileFalling(value) { return Outcome(value: value, until: .max) }
    let places = layout.namedPartsOfTrack[view.track]
    let window = windows.resolve(view.window, at: now)
    // Whoever is asked again and again has sums that run along; walking would cost more.
    guard places.count == 1 || !memory.isActive, window.leavesAfter > 0, !isSession(view) else {
      return Outcome(value: value, until: until)
    }
    losing.removeAll(keepingCapacity: true)
    var count = 0
    for place in places {
      let range = rows(place, window, person, now)
      if range.lower >= range.upper { continue }
      count += range.upper - range.lower
      losing.append(LosingRows(place: place, next: range.lower, end: range.upper))
    }
    guard count <= numberTables[path].exactCount else {
      return Outcome(value: value, until: until)
    }
    return fallingSum(sum, value, path, comparator, constant, window)
  }

  /// Takes rows out of a sum, the oldest first, until the comparison changes.
  private mutating func fallingSum(
    _ sum: Double, _ value: Bool, _ path: Int, _ comparator: Comparator, _ constant: Double,
    _ window: ResolvedWindow
  ) -> Outcome {
    var left = sum
    var last = Int64.max
    for _ in 0..<TilePart.walkMax {
      guard let index = oldestLosing else { return Outcome(value: value, until: .max) }
      let row = losing[index].next
      let part = layout.part[losing[index].place]
      losing[index].next += 1
      last = part.times[row] &+ window.leavesAfter
      if !part.passes(row) { continue }
      let codes = layout.columns.column(path, part.place)
      left -= codes.exists ? numberTables[path].addends[Int(codes[row])] : 0
      if comparator.holds(left, constant) != value { return Outcome(value: value, until: last) }
    }
    return Outcome(value: value, until: oldestLosing == nil ? .max : last)
  }

  /// The part whose next row leaves first; `nil` when all have left.
  private var oldestLosing: Int? {
    var oldest: Int?
    var time = Int64.max
    for index in losing.indices where losing[index].next < losing[index].end {
      let next = layout.part[losing[index].place].times[losing[index].next]
      if next < time { (oldest, time) = (index, next) }
    }
    return oldest
  }
}
