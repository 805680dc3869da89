import StarlingModel

extension TargetQueue {
  /// Takes note of how an attempt ended. The end of one that is not under way changes nothing.
  mutating func attemptEnded(
    _ position: Int64, _ result: AttemptResult, now: Stamp, policy: RetryPolicy,
    using chance: inout some RandomNumberGenerator, _ update: inout DeliveryUpdate
  ) {
    guard inFlight.contains(position), let attemptsBefore = held[position]?.row.attempts else {
      return
    }
    let verdict = result.verdict
    if verdict == .delivered {
      finish(position, &update)
      return
    }
    let attempts = attemptsBefore + 1
    let isDead = verdict == .giveUp || attempts >= policy.attemptsMax
    let (retryAfter, isForAll) = Self.retryAfter(result, now: now, policy: policy)
    let delay = policy.delayMs(afterAttempts: attempts, using: &chance)
    let due = max(Stamp(milliseconds: now.milliseconds + delay), retryAfter)
    change(position) { row in
      row = DeliveryRow(
        position: position, attempts: attempts, due: isDead ? .never : due,
        problem: result.problem, isDead: isDead)
    }
    if isForAll { notBefore = max(notBefore, retryAfter) }
    if isDead { finish(position, &update) } else { putBack(position, &update) }
  }

  /// Before which instant an answer forbids the next attempt. With 429 and 503 a target speaks of
  /// itself, with other statuses of this one delivery.
  private static func retryAfter(
    _ result: AttemptResult, now: Stamp, policy: RetryPolicy
  ) -> (instant: Stamp, isForAll: Bool) {
    guard case .answered(let status, let text?) = result, result.verdict == .retry,
      let instant = RetryAfter.instant(text, now: now, maxMs: policy.retryAfterMaxMs)
    else { return (.distantPast, false) }
    return (instant, status == 429 || status == 503)
  }
}
