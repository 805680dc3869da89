import StarlingColumns
import StarlingLanguage
import StarlingTimeline

extension TileEvaluator {
  /// An aggregate of a session property while time goes forward: complete sessions stay as they
  /// are, only the last visible one is asked again.
  mutating func runningSessions(
    _ numeric: Int, _ aggregate: Aggregate, _ view: View, _ path: Int, _ person: Int, _ now: Int64
  ) -> (number: Double?, until: Int64) {
    let window = windows.resolve(view.window, at: now)
    let place = layout.partsOfTrack[view.track].lowerBound
    let part = layout.part[place]
    let range = rows(place, window, person, now)
    guard let property = SessionProperty(plan.paths[path]), !range.isEmpty else {
      return (aggregate == .sum ? 0 : nil, part.nextChange(range, window))
    }
    let undecided = decideUnfinished(place, range, person, now)
    let until = part.nextChange(range, window)
    var last: Double?
    if range.upper == range.end && part.passes(range.end - 1) {
      last = sessionNumber(range.end - 1, property, person, now)
    }
    restore(undecided)
    let upper = max(range.lower, min(range.upper, range.end - 1))
    let complete = RowRange(lower: range.lower, upper: upper, end: range.end)
    let number = runningNumber(numeric, aggregate, complete, last: last) { evaluator, session in
      part.passes(session) ? evaluator.sessionNumber(session, property, person, now) : nil
    }
    return (number, until)
  }

  /// An aggregate of the numbers of complete sessions and of one more, if there is one.
  private mutating func runningNumber(
    _ numeric: Int, _ aggregate: Aggregate, _ complete: RowRange, last: Double?,
    _ number: (borrowing TileEvaluator, Int) -> Double?
  ) -> Double? {
    runningValues.use(numeric)
    // What is kept is taken out while the evaluator reads sessions for it.
    var running = runningValues
    runningValues = RunningValues(numerics: 0)
    defer { runningValues = running }
    switch aggregate {
    case .min, .max:
      let isGreatest = aggregate == .max
      let best = running.extremes[numeric].best(0, of: complete, isGreatest: isGreatest) {
        number(self, $0)
      }
      guard let best, let last else { return best ?? last }
      return isGreatest ? max(best, last) : min(best, last)
    default:
      running.sums[numeric].move(0, to: complete) { number(self, $0) }
      let (sum, count) = running.sums[numeric].adding(last)
      return aggregate == .avg ? (count == 0 ? nil : sum / Double(count)) : sum
    }
  }
}
