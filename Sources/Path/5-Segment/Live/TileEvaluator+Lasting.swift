import StarlingColumns
import StarlingTimeline

/// The answer of a node for one person, as long as nothing need be asked.
package struct LastingAnswer: BitwiseCopyable, Sendable {
  /// The answer.
  package var value: Bool
  /// The answer holds before this instant unless an event changes it; `.max` = for ever.
  /// Unit: ms since 1970 UTC.
  package var until: Int64
  /// Which events can change it.
  package var watch: Watch
  /// The answer of the node that is watched.
  package var isWatchedTrue: Bool
}

extension TileEvaluator {
  /// Most instants to look ahead for one answer: far cheaper than to come back to its person.
  private static let lookaheadMax = 8

  /// The answer of a node for one person who exists at `now`, and what must happen before it can
  /// be another one.
  ///
  /// An outcome lasts until something that it was computed from changes, which often gives the same
  /// answer again: a count of sessions changes whenever one leaves. Those instants are known
  /// already, so they are asked about now.
  package mutating func lasting(_ node: Int, _ person: Int, _ now: Int64) -> LastingAnswer {
    let outcome = outcome(node, person, now)
    precondition(outcome.until > now, "an answer of \(now) must last beyond it")
    let watch = watch(node, person, now)
    var answer = LastingAnswer(
      value: outcome.value, until: outcome.until, watch: watch,
      isWatchedTrue: isTrue(watch, node, outcome.value, person, now))
    // Thresholds of later instants are not known.
    if readsPercentile[node] || !watch.reachesAhead { return answer }
    for _ in 0..<Self.lookaheadMax where answer.until != .max {
      let later = self.outcome(node, person, answer.until)
      if later.value != answer.value { break }
      // Another part may decide by then, and time may bring the same part nearer to its change.
      let watch = self.watch(node, person, answer.until)
      if watch.node != answer.watch.node || !watch.reachesAhead { break }
      if parts.valued[Int(watch.node)] >= 0 {
        if watch.patience != answer.watch.patience { break }
      } else {
        answer.watch.patience = min(answer.watch.patience, watch.patience)
      }
      answer.until = later.until
    }
    return answer
  }

  /// The answer of an `any` that was false before the events of `now`; `nil` when it is true now,
  /// or the node is another one, so that all of it must be asked.
  ///
  /// - Parameter end: When the answer that was false ends.
  package mutating func stillFalse(
    _ node: Int, _ person: Int, _ now: Int64, until end: Int64
  ) -> LastingAnswer? {
    guard case .any(let index) = nodes[node], !readsPercentile[node],
      let outcome = quantifiedAnew(index, person, now), !outcome.value
    else { return nil }
    return LastingAnswer(
      value: false, until: min(end, outcome.until), watch: Watch(node), isWatchedTrue: false)
  }

  /// The answer of an `any` that was true of a value before the events of `now`; `nil` when it is
  /// not true of that one now, so that all of it must be asked.
  ///
  /// - Parameters:
  ///   - part: What was waited for; `nil` is the answer for one that waits for no value.
  ///   - code: The code of the value.
  package mutating func stillTrue(
    _ part: UInt32, of code: UInt32, _ person: Int, _ now: Int64
  ) -> LastingAnswer? {
    let index = parts.valued[Int(part)]
    if index < 0 { return nil }
    let outcome = outcome(ofValue: code, index, person, now)
    if !outcome.value { return nil }
    let node = parts.nodes[Int(part)]
    moment.note(node, person, now, outcome)
    return LastingAnswer(
      value: true, until: outcome.until, watch: watch(node, person, now), isWatchedTrue: true)
  }

  /// Whether an event has the value that a part waits for.
  ///
  /// - Parameters:
  ///   - part: One of those for which `EventSight.waitsForValue` is true.
  ///   - wanted: The code of the value: see `Watch.patience`.
  ///   - code: Gives the event's value code at a path, by path code; 0 = absent.
  @inline(__always)
  package func hasValue(of part: UInt32, _ wanted: UInt32, _ code: (UInt32) -> UInt32) -> Bool {
    let index = parts.valued[Int(part)]
    let value = code(paths[quantifiedRoots[index].path])
    return !binding.elements[index].visit(value) { $0 != wanted }
  }

  /// The answer of the part that is watched.
  private mutating func isTrue(
    _ watch: Watch, _ node: Int, _ value: Bool, _ person: Int, _ now: Int64
  ) -> Bool {
    let watched = parts.nodes[Int(watch.node)]
    return watched == node ? value : outcome(watched, person, now).value
  }
}
