import StarlingActivate
import StarlingModel
import StarlingTestSupport
import Testing

/// The rules of deliveries, one by one.
@Suite struct DeliverySchedulerTests {
  private let start = Fixture.start

  /// A scheduler with one target, and a generator of chance.
  private func world(
    _ target: WebhookTarget, heldMax: Int = 100, policy: RetryPolicy = RetryPolicy()
  ) -> (DeliveryScheduler, SeededGenerator) {
    var scheduler = DeliveryScheduler(policy: policy, logEnd: 0, heldMax: heldMax)
    _ = scheduler.put(target, now: start)
    return (scheduler, SeededGenerator(seed: 1))
  }

  private func delivery(_ position: Int64, _ target: String = "orders") -> DeliveryID {
    DeliveryID(target: Fixture.id(target), position: position)
  }

  @Test func `sends a committed change at once and records it`() {
    var (scheduler, _) = world(Fixture.target())
    let actions = scheduler.changesCommitted([Fixture.change(1)], now: start)
    #expect(actions.sent.map(\.id.description) == ["orders-1"])
    #expect(actions.sent.first?.number == 1)
    let update = actions.recorded.targets[Fixture.id("orders")]
    #expect(update?.cursor == 1)
    #expect(update?.saved[1] == DeliveryRow(position: 1, due: start))
  }

  @Test func `a delivered change leaves no row`() {
    var (scheduler, chance) = world(Fixture.target())
    var update = scheduler.changesCommitted([Fixture.change(1)], now: start).recorded
    let ended = scheduler.attemptEnded(
      delivery(1), .answered(status: 204), now: start, using: &chance)
    update.merge(ended.recorded)
    let target = update.targets[Fixture.id("orders")]
    #expect(target?.saved.isEmpty == true)
    #expect(target?.removed == [1])
    #expect(scheduler.status(of: Fixture.id("orders"))?.held == 0)
  }

  @Test func `a person's next change waits until the one before is delivered`() {
    var (scheduler, chance) = world(Fixture.target())
    let changes = [Fixture.change(1), Fixture.change(2), Fixture.change(3, person: "bob")]
    #expect(scheduler.changesCommitted(changes, now: start).sentPositions == [1, 3])
    let ended = scheduler.attemptEnded(
      delivery(1), .answered(status: 200), now: start, using: &chance)
    #expect(ended.sentPositions == [2])
  }

  @Test func `a person's next change goes once the one before is a dead letter`() {
    var (scheduler, chance) = world(Fixture.target())
    _ = scheduler.changesCommitted([Fixture.change(1), Fixture.change(2)], now: start)
    let ended = scheduler.attemptEnded(
      delivery(1), .answered(status: 400), now: start, using: &chance)
    #expect(ended.sentPositions == [2])
    let row = ended.recorded.targets[Fixture.id("orders")]?.saved[1]
    #expect(row?.isDead == true)
    #expect(row?.problem == "status 400")
  }

  @Test func `no more requests are under way than the target allows`() {
    var (scheduler, chance) = world(Fixture.target(inFlightMax: 2))
    let changes = (1...5).map { Fixture.change($0, person: "p\($0)") }
    #expect(scheduler.changesCommitted(changes, now: start).sentPositions == [1, 2])
    let ended = scheduler.attemptEnded(
      delivery(2), .answered(status: 200), now: start, using: &chance)
    #expect(ended.sentPositions == [3])
  }

  @Test func `delays double, lie between half and all of it, and stop growing at the limit`() {
    let policy = RetryPolicy(delayFirstMs: 5_000, delayMaxMs: 60_000)
    #expect(
      (1...6).map { policy.delayMs(afterAttempts: $0) } == [
        5_000, 10_000, 20_000, 40_000, 60_000, 60_000,
      ])
    var chance = SeededGenerator(seed: 7)
    let drawn = (0..<1_000).map { _ in policy.delayMs(afterAttempts: 2, using: &chance) }
    #expect(drawn.allSatisfy { (5_000..<10_000).contains($0) })
    #expect(Set(drawn).count > 500)
  }

  @Test func `an attempt that failed is made again under the same id when its time has come`()
    throws
  {
    var (scheduler, chance) = world(Fixture.target())
    _ = scheduler.changesCommitted([Fixture.change(1)], now: start)
    let failed = scheduler.attemptEnded(
      delivery(1), .unanswered("the connection was closed"), now: start, using: &chance)
    let wake = try #require(failed.wakes.last)
    #expect((2_500...5_000).contains(wake.milliseconds - start.milliseconds))
    #expect(scheduler.wake(now: Stamp(milliseconds: wake.milliseconds - 1)).sent.isEmpty)
    let again = scheduler.wake(now: wake).sent
    #expect(again.map(\.id.description) == ["orders-1"])
    #expect(again.first?.number == 2)
  }

  @Test func `after the last attempt it is a dead letter`() throws {
    var (scheduler, chance) = world(Fixture.target(), policy: RetryPolicy(attemptsMax: 3))
    var actions = scheduler.changesCommitted([Fixture.change(1)], now: start)
    var now = start
    for number in 1...3 {
      #expect(actions.sent.first?.number == number)
      let ended = scheduler.attemptEnded(
        delivery(1), .answered(status: 500), now: now, using: &chance)
      if number == 3 {
        #expect(ended.recorded.targets[Fixture.id("orders")]?.saved[1]?.isDead == true)
        #expect(ended.wakes.isEmpty)
      } else {
        now = try #require(ended.wakes.last)
        actions = scheduler.wake(now: now)
      }
    }
  }

  @Test(arguments: [
    (200, AttemptVerdict.delivered), (204, .delivered), (299, .delivered), (301, .giveUp),
    (304, .giveUp), (400, .giveUp), (401, .giveUp), (404, .giveUp), (408, .retry), (410, .giveUp),
    (425, .retry), (429, .retry), (500, .retry), (501, .giveUp), (503, .retry), (505, .giveUp),
    (599, .retry), (100, .giveUp), (600, .giveUp),
  ]) func `a status means`(status: Int, verdict: AttemptVerdict) {
    #expect(AttemptVerdict(status: status) == verdict)
  }

  @Test func `Retry-After with 429 holds the whole target back`() {
    var (scheduler, chance) = world(Fixture.target(inFlightMax: 1))
    let changes = [Fixture.change(1), Fixture.change(2, person: "bob")]
    _ = scheduler.changesCommitted(changes, now: start)
    let ended = scheduler.attemptEnded(
      delivery(1), .answered(status: 429, retryAfter: "120"), now: start, using: &chance)
    #expect(ended.sent.isEmpty)
    #expect(ended.wakes == [start.later(120_000)])
    #expect(scheduler.wake(now: start.later(119_999)).sent.isEmpty)
    #expect(scheduler.wake(now: start.later(120_000)).sentPositions == [2])
  }

  @Test func `Retry-After with 500 holds only its delivery back`() {
    var (scheduler, chance) = world(Fixture.target(inFlightMax: 1))
    let changes = [Fixture.change(1), Fixture.change(2, person: "bob")]
    _ = scheduler.changesCommitted(changes, now: start)
    let ended = scheduler.attemptEnded(
      delivery(1), .answered(status: 500, retryAfter: "120"), now: start, using: &chance)
    #expect(ended.sentPositions == [2])
    let row = ended.recorded.targets[Fixture.id("orders")]?.saved[1]
    #expect(row?.due == start.later(120_000))
  }

  @Test func `historical changes and segments that are not wanted are passed over`() {
    var (scheduler, _) = world(Fixture.target(segments: ["buyers"]))
    let changes = [
      Fixture.change(1, cause: .historical), Fixture.change(2, segment: "visitors"),
      Fixture.change(3),
    ]
    let actions = scheduler.changesCommitted(changes, now: start)
    #expect(actions.sentPositions == [3])
    #expect(actions.recorded.targets[Fixture.id("orders")]?.cursor == 3)
  }

  @Test func `the cursor alone is recorded now and then`() {
    var (scheduler, _) = world(Fixture.target(segments: []))
    var updates = 0
    for position in 1...10_000 {
      let actions = scheduler.changesCommitted([Fixture.change(Int64(position))], now: start)
      if !actions.recorded.isEmpty { updates += 1 }
    }
    #expect(updates == 2)
  }

  @Test func `a target that is far behind keeps a cursor and reads the log in pages`() {
    var (scheduler, chance) = world(Fixture.target(inFlightMax: 1), heldMax: 4)
    let changes = (1...20).map { Fixture.change($0, person: "p\($0)") }
    var actions = scheduler.changesCommitted(changes, now: start)
    let id = Fixture.id("orders")
    #expect(scheduler.status(of: id)?.held == 4)
    #expect(scheduler.status(of: id)?.behind == 16)
    var delivered: [Int64] = []
    while let attempt = actions.sent.first {
      delivered.append(attempt.change.position)
      actions = scheduler.attemptEnded(
        attempt.id, .answered(status: 200), now: start, using: &chance)
      #expect(scheduler.status(of: id)?.held ?? 9 <= 4)
      if let read = actions.reads.first {
        let page = changes.filter { $0.position > read.after }.prefix(read.limit)
        actions += scheduler.changesRead(
          target: id, after: read.after, Array(page), now: start)
      }
    }
    #expect(delivered == Array(1...20))
  }

  @Test func `a page that could not be read is asked for again after a second`() {
    var scheduler = DeliveryScheduler(logEnd: 7)
    let id = Fixture.id("orders")
    let actions = scheduler.put(Fixture.target(), cursor: 5, now: start)
    #expect(actions.reads.map(\.after) == [5])
    let failed = scheduler.changesRead(target: id, after: 5, [], now: start)
    #expect(failed.wakes == [start.later(1_000)])
    #expect(scheduler.wake(now: start.later(1_000)).reads.map(\.after) == [5])
  }

  @Test func `a paused target is sent nothing and misses nothing`() {
    var (scheduler, chance) = world(Fixture.target(inFlightMax: 1))
    _ = scheduler.changesCommitted([Fixture.change(1), Fixture.change(2)], now: start)
    _ = scheduler.put(Fixture.target(inFlightMax: 1, isEnabled: false), now: start)
    let ended = scheduler.attemptEnded(
      delivery(1), .answered(status: 200), now: start, using: &chance)
    #expect(ended.sent.isEmpty && ended.recorded.rowCount == 1)
    #expect(scheduler.changesCommitted([Fixture.change(3)], now: start).isEmpty)
    let resumed = scheduler.put(Fixture.target(inFlightMax: 1), now: start)
    #expect(resumed.sentPositions == [2])
    #expect(resumed.reads.map(\.after) == [2])
  }

  @Test func `a deleted target takes its state with it, and late answers do nothing`() {
    var (scheduler, chance) = world(Fixture.target())
    _ = scheduler.changesCommitted([Fixture.change(1)], now: start)
    let id = Fixture.id("orders")
    #expect(scheduler.delete(id, now: start).recorded.targets[id]?.isDeleted == true)
    let late = scheduler.attemptEnded(
      delivery(1), .answered(status: 500), now: start, using: &chance)
    #expect(late.isEmpty)
    #expect(scheduler.status(of: id) == nil)
  }

  @Test func `a dead letter that is asked for goes before the person's later changes`() {
    var (scheduler, chance) = world(Fixture.target(inFlightMax: 1))
    let changes = (1...3).map { Fixture.change($0) }
    _ = scheduler.changesCommitted(changes, now: start)
    _ = scheduler.attemptEnded(
      delivery(1), .answered(status: 404), now: start, using: &chance)
    let id = Fixture.id("orders")
    let (taken, actions) = scheduler.retry([changes[0]], of: id, now: start)
    #expect(taken == [1])
    #expect(actions.sent.isEmpty, "change 2 is under way")
    let next = scheduler.attemptEnded(
      delivery(2), .answered(status: 200), now: start, using: &chance)
    #expect(next.sent.map(\.id.description) == ["orders-1"])
    #expect(next.sent.first?.number == 1)
    let last = scheduler.attemptEnded(
      delivery(1), .answered(status: 200), now: start, using: &chance)
    #expect(last.sentPositions == [3])
  }

  @Test func `only as many dead letters are taken as there is room, and none twice`() {
    var (scheduler, _) = world(Fixture.target(inFlightMax: 1), heldMax: 2)
    _ = scheduler.changesCommitted([Fixture.change(1, segment: "x")], now: start)
    let id = Fixture.id("orders")
    let (taken, _) = scheduler.retry([Fixture.change(1), Fixture.change(9)], of: id, now: start)
    #expect(taken.isEmpty, "1 is not dead, 9 is not in the log")
  }

  @Test func `a broken target does not slow another`() {
    var (scheduler, chance) = world(Fixture.target("broken", inFlightMax: 1))
    _ = scheduler.put(Fixture.target("works", inFlightMax: 1), now: start)
    var now = start
    var worked = 0
    for position in Int64(1)...50 {
      now = now.later(10)
      let actions = scheduler.changesCommitted(
        [Fixture.change(position, person: "p\(position)")], now: now)
      for attempt in actions.sent where attempt.target.name == "works" {
        worked += 1
        _ = scheduler.attemptEnded(
          attempt.id, .answered(status: 200), now: now, using: &chance)
      }
    }
    #expect(worked == 50)
    #expect(scheduler.status(of: Fixture.id("broken"))?.held == 50)
  }

  @Test func `while nothing can be saved nothing is sent`() {
    var (scheduler, _) = world(Fixture.target())
    _ = scheduler.setSuspended(true, now: start)
    #expect(scheduler.changesCommitted([Fixture.change(1)], now: start).isEmpty)
    let resumed = scheduler.setSuspended(false, now: start)
    #expect(resumed.reads.map(\.after) == [0])
  }

  @Test func `a clock that was set back a year does not hold deliveries back`() {
    var (scheduler, chance) = world(Fixture.target())
    _ = scheduler.changesCommitted([Fixture.change(1)], now: start)
    _ = scheduler.attemptEnded(
      delivery(1), .answered(status: 500), now: start, using: &chance)
    #expect(scheduler.wake(now: start.later(-365 * Milliseconds.day)).sentPositions == [1])
  }

  @Test func `a row whose change is lost in the log becomes a dead letter`() {
    var scheduler = DeliveryScheduler(logEnd: 9)
    let rows = [DeliveryRow(position: 4, due: start), DeliveryRow(position: 5, due: start)]
    let actions = scheduler.restore(
      Fixture.target(), cursor: 9, rows: rows, changes: [Fixture.change(5)], now: start)
    #expect(actions.sentPositions == [5])
    let saved = actions.recorded.targets[Fixture.id("orders")]?.saved
    #expect(saved?[4]?.isDead == true)
  }
}
