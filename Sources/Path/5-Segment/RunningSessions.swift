import StarlingColumns
import StarlingLanguage

/// Numbers of one person's complete sessions inside a window that moves forward: each is added when
/// it comes and taken away when it goes.
///
/// Sums are exact, so that taking away leaves what was there before. Of the sessions for `min` and
/// `max` only those are kept that no later one outdoes: the first of them is the answer.
struct RunningSessions {
  private struct Best: BitwiseCopyable {
    var session: Int
    var number: Double
  }

  private let aggregate: Aggregate
  /// The sessions that have been added and not taken away: [lower, upper).
  private var lower = 0
  private var upper = 0
  private var count = 0
  private var sum = ExactSum()
  private var bests: [Best] = []
  /// How many of `bests` have gone.
  private var gone = 0

  /// No sessions.
  init(_ aggregate: Aggregate) { self.aggregate = aggregate }

  /// Moves to other sessions, which never begin or end before those of the last call.
  ///
  /// - Parameter number: The number of a session; `nil` when it does not count.
  mutating func move(to sessions: Range<Int>, _ number: (Int) -> Double?) {
    if upper <= sessions.lowerBound {
      self = RunningSessions(aggregate)
      lower = sessions.lowerBound
      upper = lower
    }
    while lower < sessions.lowerBound {
      if let number = number(lower) { remove(lower, number) }
      lower += 1
    }
    while upper < sessions.upperBound {
      if let number = number(upper) { add(upper, number) }
      upper += 1
    }
  }

  private mutating func add(_ session: Int, _ number: Double) {
    count += 1
    switch aggregate {
    case .min, .max:
      while bests.count > gone, let last = bests.last, !isBetter(last.number, than: number) {
        bests.removeLast()
      }
      bests.append(Best(session: session, number: number))
    default: sum.add(number)
    }
  }

  private mutating func remove(_ session: Int, _ number: Double) {
    count -= 1
    switch aggregate {
    case .min, .max:
      if bests[gone].session == session { gone += 1 }
      if gone > 64 && gone > bests.count / 2 {
        bests.removeFirst(gone)
        gone = 0
      }
    default: sum.add(-number)
    }
  }

  private func isBetter(_ left: Double, than right: Double) -> Bool {
    aggregate == .min ? left < right : left > right
  }

  /// The aggregate of the sessions and of one more number, if there is one; `nil` when absent.
  mutating func result(with last: Double?) -> Double? {
    let count = count + (last == nil ? 0 : 1)
    switch aggregate {
    case .min, .max:
      guard gone < bests.count else { return last }
      let best = bests[gone].number
      guard let last else { return best }
      return isBetter(last, than: best) ? last : best
    default:
      if let last { sum.add(last) }
      let total = sum.total
      if let last { sum.add(-last) }
      if aggregate == .avg { return count == 0 ? nil : total / Double(count) }
      return total
    }
  }
}
