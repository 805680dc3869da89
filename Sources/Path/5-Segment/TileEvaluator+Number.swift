import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// A number of one person, `nil` when absent, and until when it stays.
  mutating func number(
    _ numeric: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    switch plan.numerics[numeric] {
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
    return Outcome(value: comparator.holds(leftNumber, rightNumber), until: until)
  }

  private mutating func aggregate(
    _ aggregate: Aggregate, _ view: View, _ path: Int?, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    var accumulator = NumberAccumulator(aggregate)
    var until = window.boundary
    codeScratch.removeAll(keepingCapacity: true)
    var days: Set<Int64> = []
    var values: Set<Value> = []
    for place in partsOfTrack[view.track] {
      let range = pieces(place, person, now, window)
      until = min(until, parts[place].nextChange(range, window))
      switch aggregate {
      case .count: accumulator.rows += parts[place].count(range.lower, range.upper)
      case .days: collectDays(place, range, &days)
      case .distinct:
        if let path { collectDistinct(place, range, path, person, now, &values) }
      case .sum, .avg, .min, .max:
        if let path { accumulate(place, range, path, person, now, &accumulator) }
      case .first, .last: preconditionFailure("first and last are operands, not aggregates")
      }
      restoreSession(place)
    }
    switch aggregate {
    case .days: return (Double(days.count), until)
    case .distinct: return (Double(distinctCodes() + values.count), until)
    default: return (accumulator.result, until)
    }
  }

  private func collectDays(_ place: Int, _ range: RowRange, _ days: inout Set<Int64>) {
    for row in range.lower..<max(range.lower, range.upper) where parts[place].passes(row) {
      days.insert(plan.calendar.day(at: parts[place].times[row]))
    }
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

  private mutating func collectDistinct(
    _ place: Int, _ range: RowRange, _ path: Int, _ person: Int, _ now: Int64,
    _ values: inout Set<Value>
  ) {
    if range.isEmpty { return }
    switch parts[place].place {
    case .sessions:
      for session in range.lower..<range.upper where parts[place].passes(session) {
        if let value = sessionValue(session, plan.paths[path], person, now) { values.insert(value) }
      }
    case .posting(let posting):
      guard let code = binding.paths[path], let codes = tile.postings[posting].column(code)
      else { return }
      for row in range.lower..<range.upper where parts[place].passes(row) {
        if codes[row] != 0 { codeScratch.append(codes[row]) }
      }
    case .all:
      forEachRow(range, person) { evaluator, posting, row in
        let code = evaluator.code(path, posting, row)
        if code != 0 { evaluator.codeScratch.append(code) }
      }
    }
  }

  private mutating func accumulate(
    _ place: Int, _ range: RowRange, _ path: Int, _ person: Int, _ now: Int64,
    _ accumulator: inout NumberAccumulator
  ) {
    if range.isEmpty { return }
    switch parts[place].place {
    case .sessions:
      for session in range.lower..<range.upper where parts[place].passes(session) {
        if let number = sessionValue(session, plan.paths[path], person, now)?.number {
          accumulator.add(number, exactCount: 0)
        }
      }
    case .posting(let posting):
      accumulate(posting, parts[place], range, path, &accumulator)
    case .all:
      // Every posting of the tile through the same window: no need for the order of `all`.
      let from = parts[place].times[range.lower]
      let through = parts[place].times[range.upper - 1]
      let window = ResolvedWindow(after: from - 1, through: through)
      for posting in tile.postings.indices {
        let column = tile.postings[posting]
        let part = TilePart(
          place: .posting(posting), starts: column.starts, times: column.times, filter: .none)
        accumulate(posting, part, part.range(person, through, window), path, &accumulator)
      }
    }
  }

  private func accumulate(
    _ posting: Int, _ part: TilePart, _ range: RowRange, _ path: Int,
    _ accumulator: inout NumberAccumulator
  ) {
    guard !range.isEmpty, let code = binding.paths[path],
      let codes = tile.postings[posting].column(code)
    else { return }
    accumulator.add(part, range, codes, binding.numbers[path])
  }

  /// The value code of a property of a posting's row; 0 when absent.
  func code(_ path: Int, _ posting: Int, _ row: Int) -> UInt32 {
    guard let code = binding.paths[path],
      let codes = tile.postings[posting].column(code)
    else { return 0 }
    return codes[row]
  }

  /// Visits rows of `Tile.all` as rows of their postings, in order.
  mutating func forEachRow(
    _ range: RowRange, _ person: Int, _ body: (inout TileEvaluator, Int, Int) -> Void
  ) {
    var next = tile.postings.map { Int($0.starts[person]) }
    for row in Int(tile.all.starts[person])..<range.upper {
      let posting = Int(tile.allNames[row])
      if row >= range.lower { body(&self, posting, next[posting]) }
      next[posting] += 1
    }
  }
}

/// Adds up numbers the way an aggregate asks for.
///
/// Sums of numbers that doubles hold exactly stay in `plain`; any other number goes to `exact`.
struct NumberAccumulator {
  let aggregate: Aggregate
  var rows = 0
  private var numbers = 0
  private var plain = 0.0
  private var exact: ExactSum?
  private var extreme = 0.0

  init(_ aggregate: Aggregate) { self.aggregate = aggregate }

  mutating func add(_ number: Double, exactCount: Int) {
    numbers += 1
    switch aggregate {
    case .min: extreme = numbers == 1 ? number : Swift.min(extreme, number)
    case .max: extreme = numbers == 1 ? number : Swift.max(extreme, number)
    default:
      if numbers <= exactCount && exact == nil {
        plain += number
      } else {
        if exact == nil {
          exact = ExactSum()
          exact?.add(plain)
        }
        exact?.add(number)
      }
    }
  }

  /// The result; `nil` when there were no values and the aggregate has no answer then.
  var result: Double? {
    let sum = exact?.total ?? plain
    switch aggregate {
    case .count: return Double(rows)
    case .sum: return sum
    case .avg: return numbers == 0 ? nil : sum / Double(numbers)
    default: return numbers == 0 ? nil : extreme
    }
  }
}
