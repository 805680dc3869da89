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
    var running = sessionRuns[numeric] ?? RunningSessions(aggregate)
    // Nobody else may hold its arrays while they change.
    sessionRuns[numeric] = nil
    running.move(to: range.lower..<min(range.upper, range.end - 1)) { session in
      part.passes(session) ? sessionNumber(session, property, person, now) : nil
    }
    let number = running.result(with: last)
    sessionRuns[numeric] = running
    return (number, until)
  }
}
