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

  /// Computes thresholds anew on schedule and answers what depends on them.
  mutating func renewThresholds(at now: Int64, _ changes: inout [LiveChange]) {
    evaluator.thresholds = thresholds(at: now)
    nextThresholds = plan.nextThresholds(after: now)
    let segments = plan.percentileSegments
    lendVocabulary()
    for person in 0..<timeline.places {
      guard let state = states.known(person), state.head.evaluated <= now else { continue }
      isPrepared = false
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

  private func thresholds(at now: Int64) -> Thresholds {
    let binding = Binding(plan, timeline, lists: lists.mapValues(Array.init))
    do {
      return try Engine(timeline).thresholds(binding, at: now)
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("thresholds at \(now): \(error)")
    }
  }
}
