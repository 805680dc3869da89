import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// A number of one person, `nil` when absent or not a number, and until when it stays.
  mutating func number(
    _ numeric: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    if case .constant(let number) = numerics[numeric] { return (number, .max) }
    if let known = numberMoment.answer(numeric, person, now) {
      return (known.number.isNaN ? nil : known.number, known.until)
    }
    let (number, until) = compute(numeric, person, now)
    let answer = NumberAnswer(number: number ?? .nan, until: until)
    numberMoment.note(numeric, person, now, answer)
    return (answer.number.isNaN ? nil : answer.number, until)
  }

  private mutating func compute(
    _ numeric: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    switch numerics[numeric] {
    case .constant(let number): return (number, .max)
    case .aggregate(let aggregate, let view, let path):
      return self.aggregate(numeric, aggregate, view, path, person, now)
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
    if case .aggregate(.sum, let view, let path?) = numerics[left],
      case .constant(let constant) = numerics[right], numberTables[path].isNonNegative,
      windows.onlyLoses(view.window)
    {
      return fallingSum(left, view, path, comparator, constant, person, now)
    }
    let (leftNumber, leftUntil) = number(left, person, now)
    let (rightNumber, rightUntil) = number(right, person, now)
    let until = min(leftUntil, rightUntil)
    guard let leftNumber, let rightNumber else {
      return Outcome(value: comparator.holdsForAbsent, until: until)
    }
    return Outcome(value: comparator.holds(leftNumber, rightNumber), until: until)
  }

  mutating func aggregate(
    _ numeric: Int, _ aggregate: Aggregate, _ view: View, _ path: Int?, _ person: Int,
    _ now: Int64
  ) -> (number: Double?, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    let places = layout.namedPartsOfTrack[view.track]
    if memory.isActive,
      let running = running(numeric, aggregate, view, path ?? 0, window, person, now)
    {
      return running
    }
    switch aggregate {
    case .count:
      let (count, until) = count(layout.partsOfTrack[view.track], window, person, now)
      return (Double(count), until)
    case .days: return days(layout.partsOfTrack[view.track], window, person, now)
    case .distinct: return distinct(places, window, path ?? 0, person, now)
    case .sum, .avg, .min, .max:
      if memory.isActive && isSession(view) {
        return runningSessions(numeric, aggregate, view, path ?? 0, person, now)
      }
      var accumulator = NumberAccumulator(aggregate)
      var until = Int64.max
      for place in places {
        let part = layout.part[place]
        let range = rows(place, window, person, now)
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
    case .posting, .all:
      accumulator.add(part, range, layout.columns.column(path, part.place), numberTables[path])
    }
  }

  private mutating func days(
    _ places: Range<Int>, _ window: ResolvedWindow, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    if places.count == 1 { return ascendingDays(places.lowerBound, window, person, now) }
    var until = Int64.max
    var days: Set<Int64> = []
    for place in places {
      let part = layout.part[place]
      let range = rows(place, window, person, now)
      let undecided = decideUnfinished(place, range, person, now)
      until = min(until, part.nextChange(range, window))
      part.filter.forEach(range) { days.insert(windows.day(at: part.times[$0])) }
      restore(undecided)
    }
    return (Double(days.count), until)
  }

  /// Number of different days of one part's rows, which are in order of time.
  private mutating func ascendingDays(
    _ place: Int, _ window: ResolvedWindow, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    let part = layout.part[place]
    let range = rows(place, window, person, now)
    let undecided = decideUnfinished(place, range, person, now)
    var count = 0
    var latest = Int64.min
    part.filter.forEach(range) { row in
      let day = windows.day(at: part.times[row])
      if day != latest { count += 1 }
      latest = day
    }
    let until = part.nextChange(range, window)
    restore(undecided)
    return (Double(count), until)
  }

  private mutating func distinct(
    _ places: Range<Int>, _ window: ResolvedWindow, _ path: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    var until = Int64.max
    var values: Set<Value> = []
    codeScratch.removeAll(keepingCapacity: true)
    for place in places {
      let part = layout.part[place]
      let range = rows(place, window, person, now)
      let undecided = decideUnfinished(place, range, person, now)
      until = min(until, part.nextChange(range, window))
      switch part.place {
      case .sessions:
        for session in range.lower..<max(range.lower, range.upper) where part.passes(session) {
          if let value = sessionValue(session, plan.paths[path], person, now) {
            values.insert(value)
          }
        }
      case .posting, .all:
        let codes = layout.columns.column(path, part.place)
        if !codes.exists { break }
        part.filter.forEach(range) { row in
          if codes[row] != 0 { codeScratch.append(codes[row]) }
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
