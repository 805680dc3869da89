import StarlingActivate
import StarlingModel
import Testing

/// Watches deliveries and knows only the rules: what is wanted arrives or becomes a dead letter, in
/// order per person, not too many at once, not too early, and under one id. It shares no code with
/// the scheduler but the meaning of a result.
struct DeliveryAuditor {
  /// What the data directory has of a delivery when the process dies.
  enum Kept {
    /// Its change lies after the cursor.
    case nothing
    /// Its change was looked at, and there is no row.
    case finished
    case row(DeliveryRow)
  }

  /// What the scheduler of this life must know of one delivery.
  private struct Record {
    var ends = 0
    var isDelivered = false
    var isGivenUp = false
    var wasAskedFor = false
    var notBefore = Stamp.distantPast
  }

  let policy: RetryPolicy
  let label: String
  private(set) var problems: [String] = []
  private var records: [DeliveryID: Record] = [:]
  private var underWay: [WebhookTargetID: Set<Int64>] = [:]
  private var silentUntil: [WebhookTargetID: Stamp] = [:]
  private var known: [Int64: MembershipChange] = [:]
  private var ofPerson: [String: [MembershipChange]] = [:]
  /// What arrived at least once, in any life.
  private(set) var arrived: Set<DeliveryID> = []

  init(policy: RetryPolicy, label: String) {
    self.policy = policy
    self.label = label
  }

  mutating func committed(_ changes: [MembershipChange]) {
    for change in changes {
      known[change.position] = change
      ofPerson[change.person, default: []].append(change)
    }
  }

  mutating func sent(
    _ attempt: DeliveryAttempt, to target: WebhookTarget?, from start: Int64, now: Stamp
  ) {
    let id = attempt.id
    let record = records[id] ?? Record()
    func check(_ isRight: Bool, _ text: String) {
      if !isRight { problems.append("\(label): \(id) at \(now.milliseconds): \(text)") }
    }
    check(id.description == "\(attempt.target.id)-\(attempt.change.position)", "another id")
    check(known[id.position] == attempt.change, "another change")
    check(target?.isEnabled == true, "sent to a target that is paused or deleted")
    check(attempt.change.cause != .historical, "a historical change")
    check(target?.segments?.contains(attempt.change.segment) ?? true, "a segment not wanted")
    check(id.position > start, "older than the target")
    check(!record.isDelivered, "sent after it was delivered")
    check(!record.isGivenUp, "sent after it was given up")
    check(record.notBefore <= now, "before \(record.notBefore.milliseconds)")
    check(attempt.number == record.ends + 1, "attempt \(attempt.number), not \(record.ends + 1)")
    check(silentUntil[id.target] ?? now <= now, "before the target's Retry-After")
    underWay[id.target, default: []].insert(id.position)
    check(underWay[id.target]?.count ?? 0 <= target?.inFlightMax ?? 0, "too many under way")
    for earlier in ofPerson[attempt.change.person] ?? []
    where earlier.position > start && earlier.position < id.position
      && target?.wants(earlier) == true
    {
      let other = records[DeliveryID(target: id.target, position: earlier.position)] ?? Record()
      check(
        other.isDelivered || other.isGivenUp || other.wasAskedFor,
        "before \(earlier.position) of the same person")
    }
  }

  mutating func ended(_ id: DeliveryID, _ result: AttemptResult, wait: Int64?, now: Stamp) {
    underWay[id.target]?.remove(id.position)
    var record = records[id] ?? Record()
    record.ends += 1
    switch result.verdict {
    case .delivered:
      record.isDelivered = true
      arrived.insert(id)
    case .giveUp: record.isGivenUp = true
    case .retry:
      if record.ends >= policy.attemptsMax { record.isGivenUp = true }
      let half = policy.delayMs(afterAttempts: record.ends) / 2
      record.notBefore = now.later(max(half, wait ?? 0))
      if let wait, case .answered(429, _) = result {
        silentUntil[id.target] = max(silentUntil[id.target] ?? now, now.later(wait))
      }
    }
    records[id] = record
  }

  /// A dead letter is begun anew.
  mutating func askedFor(_ id: DeliveryID) {
    records[id] = Record(wasAskedFor: true)
  }

  /// The process died. The next one knows what was recorded; what was not happens again, in order.
  mutating func crashed(kept: (DeliveryID) -> Kept) {
    underWay = [:]
    silentUntil = [:]
    for (id, record) in records {
      switch kept(id) {
      case .finished: continue
      case .nothing: records[id] = nil
      case .row(let row):
        let isLastEndKnown = row.attempts == record.ends
        records[id] = Record(
          ends: row.attempts, isGivenUp: row.isDead, wasAskedFor: record.wasAskedFor,
          notBefore: isLastEndKnown && !row.isDead ? record.notBefore : .distantPast)
      }
    }
  }

  /// Whether it arrived or was given up.
  func isSettled(_ id: DeliveryID) -> Bool {
    records[id].map { $0.isDelivered || $0.isGivenUp } ?? false
  }
}
