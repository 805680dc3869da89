import StarlingModel

/// When a failed delivery is tried again, and how often.
///
/// After the n-th attempt failed, the next one follows after
///
///     min(delayMaxMs, delayFirstMs · 2ⁿ⁻¹) · (0.5 + 0.5 · chance)      chance in 0 ..< 1
///
/// and not before the instant that Retry-After names. With the values given here: 5 s, 10 s, 20 s
/// and so on up to an hour, 24 attempts, given up after 7 to 15 hours.
///
/// - Source: Brooker 2015, "Exponential backoff and jitter", of the forms there "equal jitter":
///   half of the delay is certain, so that delays grow for everybody.
package struct RetryPolicy: Equatable, Sendable {
  /// Delay after the first failure. Unit: ms.
  package var delayFirstMs: Int64
  /// The longest delay. Unit: ms.
  package var delayMaxMs: Int64
  /// Attempts after which a delivery is a dead letter.
  package var attemptsMax: Int
  /// The longest wait that a Retry-After may ask for; a longer one counts as this. Unit: ms.
  package var retryAfterMaxMs: Int64

  /// Makes a policy.
  package init(
    delayFirstMs: Int64 = 5_000, delayMaxMs: Int64 = Milliseconds.hour, attemptsMax: Int = 24,
    retryAfterMaxMs: Int64 = Milliseconds.day
  ) {
    precondition(
      delayFirstMs > 0 && delayMaxMs >= delayFirstMs && attemptsMax > 0 && retryAfterMaxMs >= 0,
      "delays \(delayFirstMs)...\(delayMaxMs) ms, \(attemptsMax) attempts, "
        + "Retry-After up to \(retryAfterMaxMs) ms")
    self.delayFirstMs = delayFirstMs
    self.delayMaxMs = delayMaxMs
    self.attemptsMax = attemptsMax
    self.retryAfterMaxMs = retryAfterMaxMs
  }

  /// The delay before jitter after that many failed attempts. Unit: ms.
  package func delayMs(afterAttempts attempts: Int) -> Int64 {
    var delay = delayFirstMs
    for _ in 1..<max(1, attempts) {
      if delay >= delayMaxMs { break }
      // Safe: below delayMaxMs, which is far from half of the range.
      delay *= 2
    }
    return min(delay, delayMaxMs)
  }

  /// The delay after that many failed attempts, half of it by chance. Unit: ms.
  package func delayMs(
    afterAttempts attempts: Int, using chance: inout some RandomNumberGenerator
  ) -> Int64 {
    let whole = delayMs(afterAttempts: attempts)
    let half = whole / 2
    // 53 bits: every such number of 0 ..< 1 is a double.
    let share = Double(chance.next() >> 11) * 0x1p-53
    return whole - half + Int64(Double(half) * share)
  }

  /// Nothing waits longer than this, whatever the clock did meanwhile. Unit: ms.
  package var waitMaxMs: Int64 { max(delayMaxMs, retryAfterMaxMs) }
}
