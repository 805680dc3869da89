import StarlingActivate
import StarlingModel
import StarlingTestSupport

/// A log, a data directory, targets and a clock around a scheduler. A seed decides what happens;
/// the auditor sees what a target would see.
struct DeliveryWorld {
  /// What the data directory holds of a target.
  struct Saved {
    var cursor: Int64 = 0
    var rows: [Int64: DeliveryRow] = [:]
  }

  let policy = RetryPolicy(
    delayFirstMs: 1_000, delayMaxMs: 8_000, attemptsMax: 4, retryAfterMaxMs: 20_000)
  var random: SeededGenerator
  var auditor: DeliveryAuditor
  var now = Fixture.start
  var log: [MembershipChange] = []
  var targets: [WebhookTargetID: WebhookTarget] = [:]
  var starts: [WebhookTargetID: Int64] = [:]
  var saved: [WebhookTargetID: Saved] = [:]
  var unsaved = DeliveryUpdate()
  var underWay: [DeliveryAttempt] = []
  var reads: [(target: WebhookTargetID, after: Int64, limit: Int)] = []
  var wakeAt: Stamp?
  var scheduler: DeliveryScheduler
  /// Whether targets answer well and the log can be read.
  var isCalm = false
  private let heldMax: Int

  init(seed: UInt64, label: String) {
    random = SeededGenerator(seed: seed)
    auditor = DeliveryAuditor(policy: policy, label: label)
    heldMax = random.pick([1, 2, 5, 40])
    scheduler = DeliveryScheduler(policy: policy, logEnd: 0, heldMax: heldMax)
    for index in 0..<random.number(1...3) {
      let target = Fixture.target(
        "t\(index)", segments: random.chance(40) ? ["s0", "s1"] : nil,
        inFlightMax: random.number(1...3))
      targets[target.id] = target
      starts[target.id] = 0
      carryOut(scheduler.put(target, now: now))
    }
    save()
  }

  // MARK: One step

  mutating func step() {
    now = now.later(Int64(random.number(0...300)))
    switch random.number(0...99) {
    case 0..<25: commit()
    case 25..<65: endAttempt()
    case 65..<80: answerRead()
    case 80..<88: save()
    case 88..<92: pauseOrResume()
    case 92..<94: retryDead()
    default: now = max(now, wakeAt ?? now)
    }
    wakeIfDue()
  }

  private mutating func commit() {
    var changes: [MembershipChange] = []
    for _ in 0..<random.number(1...6) {
      changes.append(
        Fixture.change(
          Int64(log.count + changes.count + 1), person: "p\(random.number(0...4))",
          segment: "s\(random.number(0...3))", cause: random.chance(10) ? .historical : .event))
    }
    log += changes
    auditor.committed(changes)
    carryOut(scheduler.changesCommitted(changes, now: now))
  }

  private mutating func endAttempt() {
    guard !underWay.isEmpty else { return }
    let attempt = underWay.remove(at: random.number(0...underWay.count - 1))
    let (result, wait) = isCalm ? (.answered(status: 200), nil) : anyResult()
    auditor.ended(attempt.id, result, wait: wait, now: now)
    carryOut(scheduler.attemptEnded(attempt.id, result, now: now, using: &random))
  }

  private mutating func anyResult() -> (AttemptResult, wait: Int64?) {
    let seconds = random.number(0...9)
    switch random.number(0...9) {
    case 0..<5: return (.answered(status: 200), nil)
    case 5: return (.answered(status: 429, retryAfter: "\(seconds)"), Int64(seconds) * 1_000)
    case 6: return (.answered(status: 500, retryAfter: "\(seconds)"), Int64(seconds) * 1_000)
    case 7: return (.unanswered("the connection was closed"), nil)
    case 8: return (.answered(status: 503, retryAfter: "soon"), nil)
    default: return (.answered(status: random.pick([400, 410, 302])), nil)
    }
  }

  private mutating func answerRead() {
    guard !reads.isEmpty else { return }
    let read = reads.remove(at: random.number(0...reads.count - 1))
    let isLost = !isCalm && random.chance(20)
    let page = isLost ? [] : log.dropFirst(Int(read.after)).prefix(read.limit)
    carryOut(
      scheduler.changesRead(target: read.target, after: read.after, Array(page), now: now))
  }

  private mutating func pauseOrResume() {
    guard var target = targets.values.sorted(by: { $0.id < $1.id }).randomElement(using: &random)
    else { return }
    target.isEnabled.toggle()
    targets[target.id] = target
    carryOut(scheduler.put(target, now: now))
  }

  private mutating func retryDead() {
    for id in targets.keys.sorted() {
      let dead = saved[id]?.rows.values.filter(\.isDead).map(\.position).sorted() ?? []
      guard let position = dead.first else { continue }
      // The row may be behind the times: only what is dead in memory too may be asked for.
      if unsaved.targets[id]?.saved[position]?.isDead == false { continue }
      let before = auditor
      auditor.askedFor(DeliveryID(target: id, position: position))
      let change = log[Int(position) - 1]
      let (taken, actions) = scheduler.retry([change], of: id, now: now)
      if taken.isEmpty { auditor = before }
      carryOut(actions)
    }
  }

  // MARK: The shell

  private mutating func carryOut(_ actions: [DeliveryAction]) {
    for action in actions {
      switch action {
      case .record(let update): unsaved.merge(update)
      case .readChanges(let target, let after, let limit):
        reads.append((target, after, limit))
      case .wake(let at): wakeAt = at
      case .send(let attempt):
        let id = attempt.target.id
        auditor.sent(attempt, to: targets[id], from: starts[id] ?? 0, now: now)
        underWay.append(attempt)
      }
    }
  }

  private mutating func wakeIfDue() {
    while let at = wakeAt, at <= now {
      wakeAt = nil
      carryOut(scheduler.wake(now: now))
    }
  }

  mutating func save() {
    for (id, update) in unsaved.targets {
      saved[id, default: Saved()].cursor = update.cursor ?? saved[id]?.cursor ?? 0
      for position in update.removed { saved[id]?.rows[position] = nil }
      for row in update.saved.values { saved[id]?.rows[row.position] = row }
    }
    unsaved = DeliveryUpdate()
  }

  /// The process dies: all is gone but the log, the configuration and what was saved.
  mutating func crash() {
    unsaved = DeliveryUpdate()
    underWay = []
    reads = []
    wakeAt = nil
    scheduler = DeliveryScheduler(policy: policy, logEnd: Int64(log.count), heldMax: heldMax)
    let kept = saved
    auditor.crashed { id in
      guard let state = kept[id.target] else { return .nothing }
      if let row = state.rows[id.position] { return .row(row) }
      return id.position <= state.cursor ? .finished : .nothing
    }
    for id in targets.keys.sorted() {
      guard let target = targets[id], let state = saved[id] else { continue }
      let rows = state.rows.values.sorted { $0.position < $1.position }
      let changes = rows.map { log[Int($0.position) - 1] }
      carryOut(
        scheduler.restore(target, cursor: state.cursor, rows: rows, changes: changes, now: now))
    }
  }

  /// Lets everything come to its end: targets answer well, nothing is paused.
  mutating func drain() {
    isCalm = true
    for (id, var target) in targets where !target.isEnabled {
      target.isEnabled = true
      targets[id] = target
      carryOut(scheduler.put(target, now: now))
    }
    for _ in 0..<20_000 {
      if !underWay.isEmpty {
        endAttempt()
      } else if !reads.isEmpty {
        answerRead()
      } else if let at = wakeAt {
        now = max(now, at)
        wakeIfDue()
      } else {
        break
      }
    }
    save()
  }
}
