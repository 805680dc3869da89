import StarlingActivate
import StarlingModel
import StarlingTestSupport
import Testing

/// What must hold whatever happens.
@Suite struct DeliveryLawTests {
  @Test(arguments: 1...80) func `keeps every rule while processes die at random`(
    seed: Int
  ) {
    var world = DeliveryWorld(seed: UInt64(seed), label: "seed \(seed)")
    for _ in 0..<400 {
      world.step()
      if world.random.chance(3) { world.crash() }
    }
    world.drain()
    expectAllSettled(world)
  }

  @Test(arguments: 1...4) func `keeps every rule when the process dies at any one step`(
    seed: Int
  ) {
    for step in 0..<90 {
      var world = DeliveryWorld(
        seed: 1_000 + UInt64(seed), label: "seed \(1_000 + seed), crash after step \(step)")
      for index in 0..<90 {
        world.step()
        if index == step { world.crash() }
      }
      world.drain()
      expectAllSettled(world)
    }
  }

  private func expectAllSettled(_ world: DeliveryWorld) {
    let label = world.auditor.label
    #expect(world.auditor.problems.prefix(3) == [], "\(label)")
    for (id, target) in world.targets {
      let rows = world.saved[id]?.rows ?? [:]
      #expect(rows.values.allSatisfy { $0.isDead }, "\(label): unfinished rows of \(id)")
      let status = world.scheduler.status(of: id)
      #expect(status?.behind == 0 && status?.held == 0, "\(label): \(id) is not done")
      for change in world.log where target.wants(change) {
        let delivery = DeliveryID(target: id, position: change.position)
        #expect(world.auditor.isSettled(delivery), "\(label): \(delivery) is lost")
        let isDead = rows[change.position] != nil
        #expect(isDead || world.auditor.arrived.contains(delivery), "\(label): \(delivery)")
      }
    }
  }

  @Test(arguments: 1...60) func `one merged update says the same as its parts`(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var scheduler = DeliveryScheduler(logEnd: 0)
    var merged = DeliveryUpdate()
    var cursor: Int64 = 0
    var rows: [Int64: DeliveryRow] = [:]
    var underWay: [DeliveryAttempt] = []
    let target = Fixture.target(inFlightMax: 3)
    var now = Fixture.start
    var actions = scheduler.put(target, now: now)
    for position in Int64(1)...40 {
      now = now.later(20_000)
      actions += scheduler.changesCommitted(
        [Fixture.change(position, person: "p\(random.number(0...3))")], now: now)
      actions += scheduler.wake(now: now)
      underWay += actions.sent
      for case .record(let update) in actions {
        merged.merge(update)
        let part = update.targets[target.id]
        cursor = part?.cursor ?? cursor
        for gone in part?.removed ?? [] { rows[gone] = nil }
        for row in part?.saved.values ?? [:].values { rows[row.position] = row }
      }
      actions = []
      if !underWay.isEmpty && random.chance(80) {
        let attempt = underWay.removeFirst()
        let status = random.pick([200, 200, 500, 404])
        actions = scheduler.attemptEnded(
          attempt.id, .answered(status: status), now: now, using: &random)
      }
    }
    #expect(merged.targets[target.id]?.cursor == cursor)
    #expect(merged.targets[target.id]?.saved == rows, "seed \(seed)")
    #expect(merged.targets[target.id]?.removed.isDisjoint(with: rows.keys) == true)
  }
}
