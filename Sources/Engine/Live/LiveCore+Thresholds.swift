import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Computes thresholds of percentiles for the first time, at the first event.
  mutating func beginThresholds(_ rows: [AppendOutcome.Row], _ now: Int64) {
    let visible = rows.lazy.map(\.time).filter { $0 <= now }
    guard let first = visible.min() else { return }
    evaluator.thresholds = thresholds(at: first)
    nextThresholds = plan.nextThresholds(after: first)
  }

  /// Computes thresholds for the first time when the first event was waiting for its time.
  mutating func beginThresholdsOfWaiting(through now: Int64) {
    guard plan.percentileCount > 0, nextThresholds == .max, let first = timeline.earliest,
      first.milliseconds <= now
    else { return }
    evaluator.thresholds = thresholds(at: first.milliseconds)
    nextThresholds = plan.nextThresholds(after: first.milliseconds)
  }

  /// Computes thresholds anew on schedule and answers what depends on them: for the people whose
  /// number is on another side of the new threshold than of the old one, nothing else changes.
  mutating func renewThresholds(at now: Int64, _ changes: inout [LiveChange]) {
    let ranking = ranking(at: now)
    let before = evaluator.thresholds
    evaluator.thresholds = ranking.thresholds
    nextThresholds = plan.nextThresholds(after: now)
    let segments = plan.percentileSegments
    var people: Set<Int> = []
    for index in 0..<plan.percentileCount {
      let old = before.value(index, at: now)
      let new = ranking.thresholds.value(index, at: now)
      if old == new { continue }
      ranking.forEach(index) { person, number in
        if number.place(of: old) != number.place(of: new) { people.insert(person) }
      }
    }
    lendVocabulary()
    for person in people.sorted() {
      guard let state = states.known(person), state.head.evaluated <= now else { continue }
      due.append(contentsOf: segments)
      // What ends at this very instant is answered with the new thresholds.
      for segment in 0..<state.segments where state[segment].until <= now {
        if !segments.contains(segment) { due.append(segment) }
      }
      answerDue(person, state, at: now, .threshold, &changes)
      schedule(person, state, catchUp(person, state, through: now, .time, &changes))
    }
    returnVocabulary()
  }

  func thresholds(at now: Int64) -> Thresholds { ranking(at: now).thresholds }

  private func ranking(at now: Int64) -> Ranking {
    let binding = Binding(plan, timeline, lists: lists.mapValues(Array.init))
    do {
      return try Engine(timeline).ranking(binding, at: now)
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("thresholds at \(now): \(error)")
    }
  }
}

extension Double {
  /// Where a number lies: below a threshold, on it or above; absent beside one; without one.
  fileprivate func place(of threshold: Double?) -> Int {
    guard let threshold else { return 3 }
    if self != self { return 2 }
    return self < threshold ? -1 : self == threshold ? 0 : 1
  }
}
