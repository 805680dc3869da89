import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// A number of one person, `nil` when absent, and until when it stays.
  mutating func number(
    _ numeric: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    switch numerics[numeric] {
    case .constant(let number): return (number, .max)
    case .aggregate(let aggregate, let view, let path):
      return self.aggregate(aggregate, view, path, person, now)
    case .operand(let operand):
      let (value, until) = self.value(operand, person, now)
      return (value?.number, until)
    case .arithmetic(let operation, let left, let right):
      let (leftNumber, leftUntil) = number(left, person, now)
      let (rightNumber, rightUntil) = number(right, person, now)
      let until = min(leftUntil, rightUntil)
      guard let leftNumber, let rightNumber else { return (nil, until) }
      return (operation.apply(leftNumber, rightNumber), until)
    case .negative(let operand):
      let (number, until) = number(operand, person, now)
      return (number.map { -$0 }, until)
    }
  }

  /// Compares two numbers.
  mutating func compare(
    _ left: Int, _ comparator: Comparator, _ right: Int, _ person: Int, _ now: Int64
  ) -> Outcome {
    let (leftNumber, leftUntil) = number(left, person, now)
    let (rightNumber, rightUntil) = number(right, person, now)
    let until = min(leftUntil, rightUntil)
    guard let leftNumber, let rightNumber else {
      return Outcome(value: comparator.holdsForAbsent, until: until)
    }
    let value = comparator.holds(leftNumber, rightNumber)
    if isFallingSum(left), case .constant = numerics[right], comparator.lastsWhileFalling(value) {
      return Outcome(value: value, until: .max)
    }
    return Outcome(value: value, until: until)
  }

  /// Whether a number is a sum that can only fall without new events.
  private mutating func isFallingSum(_ numeric: Int) -> Bool {
    guard case .aggregate(.sum, let view, let path?) = numerics[numeric],
      numberTables[path].isNonNegative
    else { return false }
    return windows.onlyLoses(view.window)
  }

  private mutating func aggregate(
    _ aggregate: Aggregate, _ view: View, _ path: Int?, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    let places = partsOfTrack[view.track]
    switch aggregate {
    case .count:
      let (count, until) = count(places, window, person, now)
      return (Double(count), until)
    case .days: return days(places, window, person, now)
    case .distinct: return distinct(places, window, path ?? 0, person, now)
    case .sum, .avg, .min, .max:
      var accumulator = NumberAccumulator(aggregate)
      var until = window.boundary
      for place in places {
        let part = parts[place]
        let range = part.range(person, now, window)
        let undecided = decideUnfinished(place, range, person, now)
        until = min(until, part.nextChange(range, window))
        if !range.isEmpty { accumulate(part, range, path ?? 0, person, now, &accumulator) }
        restore(undecided)
      }
      return (accumulator.result, until)
    case .first, .last: preconditionFailure("first and last are operands, not aggregates")
    }
  }

  private func accumulate(
    _ part: TilePart, _ range: RowRange, _ path: Int, _ person: Int, _ now: Int64,
    _ accumulator: inout NumberAccumulator
  ) {
    switch part.place {
    case .sessions:
      for session in range.lower..<range.upper where part.passes(session) {
        if let number = sessionValue(session, plan.paths[path], person, now)?.number {
          accumulator.add(number, exactCount: 0)
        }
      }
    case .posting(let posting):
      accumulator.add(part, range, columns.column(path, posting), numberTables[path])
    case .all:
      // Every posting of the tile through the same window: no need for the order of `all`.
      let through = part.times[range.upper - 1]
      let window = ResolvedWindow(after: part.times[range.lower] - 1, through: through)
      for posting in 0..<columns.postingCount {
        let codes = columns.column(path, posting)
        if !codes.exists { continue }
        let part = columns.part(posting)
        accumulator.add(part, part.range(person, through, window), codes, numberTables[path])
      }
    }
  }

  private mutating func days(
    _ places: Range<Int>, _ window: ResolvedWindow, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    var until = window.boundary
    var days: Set<Int64> = []
    for place in places {
      let part = parts[place]
      let range = part.range(person, now, window)
      let undecided = decideUnfinished(place, range, person, now)
      until = min(until, part.nextChange(range, window))
      for row in range.lower..<max(range.lower, range.upper) where part.passes(row) {
        days.insert(windows.calendar.day(at: part.times[row]))
      }
      restore(undecided)
    }
    return (Double(days.count), until)
  }

  private mutating func distinct(
    _ places: Range<Int>, _ window: ResolvedWindow, _ path: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    var until = window.boundary
    var values: Set<Value> = []
    codeScratch.removeAll(keepingCapacity: true)
    for place in places {
      let part = parts[place]
      let range = part.range(person, now, window)
      let undecided = decideUnfinished(place, range, person, now)
      until = min(until, part.nextChange(range, window))
      switch part.place {
      case .sessions:
        for session in range.lower..<max(range.lower, range.upper) where part.passes(session) {
          if let value = sessionValue(session, plan.paths[path], person, now) {
            values.insert(value)
          }
        }
      case .posting(let posting):
        let codes = columns.column(path, posting)
        if !codes.exists { break }
        for row in range.lower..<max(range.lower, range.upper) where part.passes(row) {
          if codes[row] != 0 { codeScratch.append(codes[row]) }
        }
      case .all:
        if range.isEmpty { break }
        forEachRow(range, person) { evaluator, _, posting, row in
          let code = evaluator.columns.column(path, posting)[row]
          if code != 0 { evaluator.codeScratch.append(code) }
        }
      }
      restore(undecided)
    }
    return (Double(distinctCodes() + values.count), until)
  }

  /// Number of different codes in `codeScratch`.
  private mutating func distinctCodes() -> Int {
    if codeScratch.count < 2 { return codeScratch.count }
    codeScratch.sort()
    var count = 1
    for index in 1..<codeScratch.count where codeScratch[index] != codeScratch[index - 1] {
      count += 1
    }
    return count
  }
}
