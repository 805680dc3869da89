import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// A value and until when it stays.
  mutating func value(
    _ operand: Operand, _ person: Int, _ now: Int64
  ) -> (value: Value?, until: Int64) {
    switch operand {
    case .first(let view, let path) where isSession(view):
      return sessionValue(view, isFirst: true, path, person, now)
    case .last(let view, let path) where isSession(view):
      return sessionValue(view, isFirst: false, path, person, now)
    default:
      let (code, until) = code(operand, person, now)
      guard code != 0, let path = binding.paths[operand.path] else { return (nil, until) }
      return (binding.vocabulary.values[Int(path)].value(code), until)
    }
  }

  /// A test of a value.
  mutating func test(
    _ operand: Operand, _ test: Int, _ person: Int, _ now: Int64
  ) -> Outcome {
    if isSession(operand) {
      let (value, until) = value(operand, person, now)
      let expression = plan.tests[test].expression
      let holds = ScalarEvaluator(for: expression).truth(expression) { _ in value }
      return Outcome(value: holds, until: until)
    }
    let (code, until) = code(operand, person, now)
    return Outcome(value: tests[test][Int(code)], until: until)
  }

  /// Whether two values are the same.
  mutating func equal(
    _ left: Operand, _ right: Operand, negated: Bool, _ person: Int, _ now: Int64
  ) -> Outcome {
    let (leftValue, leftUntil) = value(left, person, now)
    let (rightValue, rightUntil) = value(right, person, now)
    let isEqual = leftValue != nil && leftValue == rightValue
    return Outcome(value: isEqual != negated, until: min(leftUntil, rightUntil))
  }

  private func isSession(_ operand: Operand) -> Bool {
    switch operand {
    case .trait: false
    case .first(let view, _), .last(let view, _): isSession(view)
    }
  }

  /// Whether a view looks at sessions.
  func isSession(_ view: View) -> Bool {
    let places = layout.partsOfTrack[view.track]
    return places.count == 1 && layout.part[places.lowerBound].place == .sessions
  }

  /// The code of a value in its path's table; 0 when absent.
  private mutating func code(
    _ operand: Operand, _ person: Int, _ now: Int64
  ) -> (code: UInt32, until: Int64) {
    switch operand {
    case .trait(let path): (rowOfTrait(path, person, now)?.code ?? 0, .max)
    case .first(let view, let path): edgeCode(view, isFirst: true, path, person, now)
    case .last(let view, let path): edgeCode(view, isFirst: false, path, person, now)
    }
  }

  // MARK: Traits

  /// The visible identify call whose value a trait has: the latest one that sets it, or the first.
  func rowOfTrait(_ path: Int, _ person: Int, _ now: Int64) -> (row: Int, code: UInt32)? {
    let codes = layout.columns.trait(path)
    if !codes.exists { return nil }
    let start = Int(layout.columns.traitStarts[person])
    var row = TimeSearch.firstAfter(
      layout.columns.traitTimes, start, Int(layout.columns.traitStarts[person + 1]), now)
    if binding.keepsFirst[path] {
      return (start..<row).first { codes[$0] != 0 }.map { ($0, codes[$0]) }
    }
    while row > start {
      row -= 1
      if codes[row] != 0 { return (row, codes[row]) }
    }
    return nil
  }

  /// When a trait took its present value: the first row of the latest unbroken run of it.
  func startOfTrait(_ path: Int, _ person: Int, _ now: Int64) -> Int64? {
    guard let latest = rowOfTrait(path, person, now) else { return nil }
    let codes = layout.columns.trait(path)
    var start = latest.row
    var row = latest.row
    while row > Int(layout.columns.traitStarts[person]) {
      row -= 1
      if codes[row] == 0 { continue }
      if codes[row] != latest.code { break }
      start = row
    }
    return layout.columns.traitTimes[start]
  }

  // MARK: First and last

  /// The value in the earliest or latest selected event that has one.
  private mutating func edgeCode(
    _ view: View, isFirst: Bool, _ path: Int, _ person: Int, _ now: Int64
  ) -> (code: UInt32, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    var until = Int64.max
    var best: (posting: Int, row: Int, time: Int64, code: UInt32)?
    for place in layout.namedPartsOfTrack[view.track] {
      let part = layout.part[place]
      let range = rows(place, window, person, now)
      until = min(until, part.nextChange(range, window))
      if range.isEmpty { continue }
      let codes = layout.columns.column(path, part.place)
      guard let found = edge(part, codes, range, isFirst: isFirst) else { continue }
      guard case .posting(let posting) = part.place else { return (found.code, until) }
      let time = part.times[found.row]
      if let known = best {
        let isBetter =
          time == known.time
          ? isFirst
            == precedes(
              (posting, found.row), (known.posting, known.row), time, person)
          : isFirst == (time < known.time)
        if !isBetter { continue }
      }
      best = (posting, found.row, time, found.code)
    }
    return (best?.code ?? 0, until)
  }

  private func edge(
    _ part: TilePart, _ codes: CodesView, _ range: RowRange, isFirst: Bool
  ) -> (row: Int, code: UInt32)? {
    if !codes.exists { return nil }
    if isFirst {
      var row = part.filter.firstPassing(range.lower, range.upper)
      while row < range.upper {
        if codes[row] != 0 { return (row, codes[row]) }
        row = part.filter.firstPassing(row + 1, range.upper)
      }
      return nil
    }
    var end = range.upper
    while let row = part.filter.lastPassing(range.lower, end) {
      if codes[row] != 0 { return (row, codes[row]) }
      end = row
    }
    return nil
  }

  /// Whether one row of a person comes before another of the same time in `Tile.all`.
  private mutating func precedes(
    _ left: (posting: Int, row: Int), _ right: (posting: Int, row: Int), _ time: Int64,
    _ person: Int
  ) -> Bool {
    let all = layout.columns.all
    let rows = all.rows(person)
    let first = TimeSearch.firstAfter(all.times, rows.lowerBound, rows.upperBound, time - 1)
    let end = TimeSearch.firstAfter(all.times, first, rows.upperBound, time)
    var isFirst: Bool?
    forEachRow(RowRange(lower: first, upper: end, end: end), person) { _, _, posting, row in
      if isFirst != nil { return }
      if (posting, row) == left { isFirst = true }
      if (posting, row) == right { isFirst = false }
    }
    return isFirst ?? true
  }

  private mutating func sessionValue(
    _ view: View, isFirst: Bool, _ path: Int, _ person: Int, _ now: Int64
  ) -> (value: Value?, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    let place = layout.partsOfTrack[view.track].lowerBound
    let part = layout.part[place]
    let range = rows(place, window, person, now)
    let undecided = decideUnfinished(place, range, person, now)
    let until = part.nextChange(range, window)
    // Every session has every property of sessions.
    let first = part.filter.firstPassing(range.lower, range.upper)
    let session =
      isFirst
      ? (first < range.upper ? first : nil) : part.filter.lastPassing(range.lower, range.upper)
    let value = session.flatMap { sessionValue($0, plan.paths[path], person, now) }
    restore(undecided)
    return (value, until)
  }
}
