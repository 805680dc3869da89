import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// A value and until when it stays.
  mutating func value(
    _ operand: Operand, _ person: Int, _ now: Int64
  ) -> (value: Value?, until: Int64) {
    let path = operand.path
    if case .first(let view, _) = operand, isSession(view) {
      return sessionValue(view, isFirst: true, path, person, now)
    }
    if case .last(let view, _) = operand, isSession(view) {
      return sessionValue(view, isFirst: false, path, person, now)
    }
    let (code, until) = code(operand, person, now)
    guard code != 0, let table = binding.paths[path] else { return (nil, until) }
    return (binding.vocabulary.values[Int(table)].value(code), until)
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
    return Outcome(value: binding.tests[test].holds[Int(code)], until: until)
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

  private func isSession(_ view: View) -> Bool { plan.tracks[view.track].source == .session }

  /// The code of a value in its path's table; 0 when absent.
  private mutating func code(
    _ operand: Operand, _ person: Int, _ now: Int64
  ) -> (code: UInt32, until: Int64) {
    switch operand {
    case .trait(let path):
      guard let row = rowOfTrait(path, person, now) else { return (0, .max) }
      return (row.code, .max)
    case .first(let view, let path):
      return edgeCode(view, isFirst: true, path, person, now)
    case .last(let view, let path):
      return edgeCode(view, isFirst: false, path, person, now)
    }
  }

  // MARK: Traits

  /// The latest visible identify call that sets a trait.
  func rowOfTrait(_ path: Int, _ person: Int, _ now: Int64) -> (row: Int, code: UInt32)? {
    guard let code = binding.paths[path], let codes = tile.traits.column(code) else { return nil }
    var row = visibleTraits(person, now).upperBound
    while row > Int(tile.traits.starts[person]) {
      row -= 1
      if codes[row] != 0 { return (row, codes[row]) }
    }
    return nil
  }

  private func visibleTraits(_ person: Int, _ now: Int64) -> Range<Int> {
    let rows = tile.traits.rows(person)
    return rows.lowerBound..<TimeSearch.firstAfter(
      tile.traits.times, rows.lowerBound, rows.upperBound, now)
  }

  /// When a trait took its present value: the first row of the latest unbroken run of it.
  func startOfTrait(_ path: Int, _ person: Int, _ now: Int64) -> Int64? {
    guard let latest = rowOfTrait(path, person, now), let code = binding.paths[path],
      let codes = tile.traits.column(code)
    else { return nil }
    var start = latest.row
    var row = latest.row
    while row > Int(tile.traits.starts[person]) {
      row -= 1
      if codes[row] == 0 { continue }
      if codes[row] != latest.code { break }
      start = row
    }
    return tile.traits.times[start]
  }

  // MARK: First and last

  /// The value in the earliest or latest selected event that has one.
  private mutating func edgeCode(
    _ view: View, isFirst: Bool, _ path: Int, _ person: Int, _ now: Int64
  ) -> (code: UInt32, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    let places = partsOfTrack[view.track]
    var until = window.boundary
    var best: (posting: Int, row: Int, time: Int64, code: UInt32)?
    for place in places {
      let range = parts[place].range(person, now, window)
      until = min(until, parts[place].nextChange(range, window))
      guard !range.isEmpty else { continue }
      if parts[place].place == .all {
        return (edgeOfAll(range, isFirst: isFirst, path, person), until)
      }
      guard case .posting(let posting) = parts[place].place,
        let found = edge(place, posting, range, isFirst: isFirst, path)
      else { continue }
      let time = parts[place].times[found.row]
      if let known = best {
        let isBetter =
          time == known.time
          ? isFirst == precedes((posting, found.row), (known.posting, known.row), person)
          : isFirst == (time < known.time)
        if !isBetter { continue }
      }
      best = (posting, found.row, time, found.code)
    }
    return (best?.code ?? 0, until)
  }

  private func edge(
    _ place: Int, _ posting: Int, _ range: RowRange, isFirst: Bool, _ path: Int
  ) -> (row: Int, code: UInt32)? {
    guard let code = binding.paths[path], let codes = tile.postings[posting].column(code) else {
      return nil
    }
    var row = isFirst ? range.lower : range.upper - 1
    while row >= range.lower && row < range.upper {
      if parts[place].passes(row) && codes[row] != 0 { return (row, codes[row]) }
      row += isFirst ? 1 : -1
    }
    return nil
  }

  private mutating func edgeOfAll(
    _ range: RowRange, isFirst: Bool, _ path: Int, _ person: Int
  ) -> UInt32 {
    var result: UInt32 = 0
    forEachRow(range, person) { evaluator, posting, row in
      let code = evaluator.code(path, posting, row)
      if code != 0 && (!isFirst || result == 0) { result = code }
    }
    return result
  }

  /// Whether one row of a person comes before another of the same time in `Tile.all`.
  private mutating func precedes(
    _ left: (posting: Int, row: Int), _ right: (posting: Int, row: Int), _ person: Int
  ) -> Bool {
    let rows = tile.all.rows(person)
    var isFirst: Bool?
    let whole = RowRange(lower: rows.lowerBound, upper: rows.upperBound, end: rows.upperBound)
    forEachRow(whole, person) { _, posting, row in
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
    var until = window.boundary
    var result: Value?
    for place in partsOfTrack[view.track] {
      let range = pieces(place, person, now, window)
      until = min(until, parts[place].nextChange(range, window))
      for session in range.lower..<max(range.lower, range.upper)
      where parts[place].passes(session) && (!isFirst || result == nil) {
        result = sessionValue(session, plan.paths[path], person, now) ?? result
      }
      restoreSession(place)
    }
    return (result, until)
  }
}
