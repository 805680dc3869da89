import StarlingActivate
import StarlingModel
import StarlingTestSupport
import Testing

/// The scheduler against its slow twin: the same attempts, at the same instants, in the same order.
@Suite struct DeliveryTwinTests {
  /// Chance that always gives 0, so that jitter takes nothing away from half of the delay.
  private struct NoChance: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
  }

  @Test(arguments: 1...200) func `sends what the twin sends`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let policy = RetryPolicy(delayFirstMs: 100, delayMaxMs: 700, attemptsMax: 3)
    let target = Fixture.target(
      segments: random.chance(50) ? ["s0", "s1"] : nil, inFlightMax: random.number(1...4))
    var at = Fixture.start
    let changes = (1...random.number(1...60)).map { position in
      at = at.later(Int64(random.pick([0, 0, 1, 40, 300])))
      var change = Fixture.change(
        Int64(position), person: "p\(random.number(0...3))", segment: "s\(random.number(0...2))",
        cause: random.chance(10) ? .historical : .time)
      change.recordedAt = at
      return change
    }
    let salt = random.next()
    func drawn(_ position: Int64, _ number: Int) -> SeededGenerator {
      SeededGenerator(seed: salt ^ UInt64(position) << 8 ^ UInt64(number))
    }
    let twin = DeliveryTwin(
      target: target, policy: policy,
      latency: { position, number in
        var random = drawn(position, number)
        return Int64(random.number(1...120))
      },
      status: { position, number in
        var random = drawn(position, number + 100)
        return random.pick([200, 200, 200, 500, 503, 404])
      })
    #expect(run(twin, changes) == twin.run(changes), "seed \(seed)")
  }

  private func run(_ twin: DeliveryTwin, _ changes: [MembershipChange]) -> [DeliveryTwin.Sent] {
    var scheduler = DeliveryScheduler(policy: twin.policy, logEnd: 0)
    var chance = NoChance()
    _ = scheduler.put(twin.target, now: Fixture.start)
    var sent: [DeliveryTwin.Sent] = []
    var ends: [(at: Stamp, attempt: DeliveryAttempt)] = []
    var wakeAt: Stamp?
    var arriving = changes[...]
    func carryOut(_ actions: [DeliveryAction], _ now: Stamp) {
      wakeAt = actions.wakes.last ?? wakeAt
      for attempt in actions.sent {
        let position = attempt.change.position
        sent.append(DeliveryTwin.Sent(at: now, position: position, number: attempt.number))
        ends.append((now.later(twin.latency(position, attempt.number)), attempt))
      }
    }
    while true {
      let instants = ends.map(\.at) + (arriving.first.map { [$0.recordedAt] } ?? [])
      guard let now = (instants + (wakeAt.map { [$0] } ?? [])).min() else { return sent }
      // All that ends or arrives at one instant is known before the next is sent, as in the twin:
      // nothing is sent while saving is said to fail.
      carryOut(scheduler.setSuspended(true, now: now), now)
      for end in ends.filter({ $0.at == now }).sorted(by: {
        $0.attempt.change.position < $1.attempt.change.position
      }) {
        let status = twin.status(end.attempt.change.position, end.attempt.number)
        carryOut(
          scheduler.attemptEnded(
            end.attempt.id, .answered(status: status), now: now, using: &chance), now)
      }
      ends.removeAll { $0.at == now }
      if wakeAt == now {
        wakeAt = nil
        carryOut(scheduler.wake(now: now), now)
      }
      var committed: [MembershipChange] = []
      while let change = arriving.first, change.recordedAt == now {
        committed.append(change)
        arriving.removeFirst()
      }
      carryOut(scheduler.changesCommitted(committed, now: now), now)
      let actions = scheduler.setSuspended(false, now: now)
      carryOut(actions, now)
      for read in actions.reads {
        let page = changes.filter { $0.position > read.after }.prefix {
          $0.recordedAt <= now
        }
        carryOut(
          scheduler.changesRead(
            target: twin.target.id, after: read.after, Array(page), now: now), now)
      }
    }
  }
}
