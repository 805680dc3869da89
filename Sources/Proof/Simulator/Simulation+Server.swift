import CFaultVFS
import StarlingActivate
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import StarlingTestSupport

extension Simulation {
  // MARK: Work

  /// Lets the server do what is to be done, and looks at it.
  func work() async throws {
    if server == nil { return }
    let outcome = server?.work() ?? .ended
    if disk.takeFired() {
      tally.faults += 1
      trace("the disk went wrong")
    }
    for note in server?.post.takeNotes() ?? [] { trace(note) }
    sendAnswers(isAlive: !disk.isDead)
    if !disk.isDead { await sendWebhooks() }
    if disk.takeFired() {
      tally.faults += 1
      trace("the disk went wrong while deliveries were saved")
    }
    if disk.isDead {
      // Nobody hears of what the last commit changed; the log tells it after the next start.
      try await crash(isPower: true, "in the middle of an operation of the disk")
      return
    }
    switch outcome {
    case .settled: try await audit(isThorough: random.chance(2))
    case .failing:
      auditor.couldNotSettle()
      if !isTryDue { agenda.add(.triesAgain, at: now.advanced(byMs: 3 * Milliseconds.second)) }
      isTryDue = true
    case .ended: break
    }
  }

  // MARK: Start and end

  /// Starts a server; when the disk fails meanwhile, again a little later.
  func start() async throws {
    if server != nil { return }
    runs += 1
    do {
      let opened = try await SimulatedServer(
        disk, habits, workspace,
        destinations: destinations.map(\.target), run: runs, now: now)
      trace(
        "server \(runs) starts: \(opened.opening.events) events, "
          + "\(opened.opening.recovered) recovered, \(opened.opening.corrected) corrections, "
          + "snapshot \(opened.opening.snapshot.map { "\($0)" } ?? "none") "
          + opened.opening.warnings.joined(separator: "; "))
      if !opened.opening.damages.isEmpty {
        throw BrokenRule(.noOpening, opened.opening.damages.joined(separator: "\n"))
      }
      server = opened
      auditor.started(workspace: workspace)
      if runs > 1 { tally.restarts += 1 }
    } catch let error as StoreError {
      trace("server \(runs) cannot start: \(error)")
      let isTroubled = disk.takeFired() || disk.isDead || isDiskFull
      if !isTroubled { throw BrokenRule(.noOpening, "\(error)") }
      tally.faults += 1
      disk.revive()
      agenda.add(.starts, at: now.advanced(byMs: 2 * Milliseconds.second))
    }
    await sendWebhooks()
  }

  /// Starts a server on a sound disk.
  func startAtOnce() async throws {
    agenda.remove { if case .starts = $0 { true } else { false } }
    disk.revive()
    try await start()
    server?.set(now)
    try await work()
  }

  /// Ends the server without order.
  func crash(isPower: Bool, _ circumstances: String) async throws {
    guard server != nil else { return }
    tally.crashes += 1
    trace("crash: \(isPower ? "no power" : "killed") \(circumstances)")
    disk.die(isPower: isPower)
    server?.vanish()
    server = nil
    disk.revive()
    isDiskFull = false
    auditor.stopped()
    forgetDeliveries()
    if random.chance(40) {
      for harm in disk.spoil(using: &random) { trace("crash: \(harm)") }
    }
    agenda.add(.starts, at: now.advanced(byMs: world.scale.downMs(using: &random)))
  }

  /// Stops the server in order, and puts down its next start.
  private func stop() async throws {
    guard let stopping = server else { return }
    server = nil
    trace("server \(runs) stops")
    do { try await stopping.stop() } catch {
      trace("server \(runs) did not stop in order: \(error)")
    }
    if disk.takeFired() { tally.faults += 1 }
    for (batch, refusal) in stopping.post.takeAnswers() where refusal == nil {
      auditor.acknowledged(batch)
    }
    stopping.vanish()
    if disk.isDead { disk.revive() }
    auditor.stopped()
    forgetDeliveries()
    agenda.add(.starts, at: now.advanced(byMs: Milliseconds.second))
  }

  /// Takes out of the agenda what the deliveries of a run wanted that is over.
  private func forgetDeliveries() {
    agenda.remove { if case .wake = $0 { true } else if case .save = $0 { true } else { false } }
    isSaveDue = false
  }

  // MARK: Trouble

  /// Has something go wrong.
  func happen(_ trouble: Trouble) async throws {
    trace("trouble: \(trouble)")
    switch trouble {
    case .diskError(let operations): disk.fail(STARLING_FAULT_ERROR, after: operations)
    case .diskFull(let operations):
      disk.fail(STARLING_FAULT_FULL, after: operations)
      isDiskFull = true
      agenda.add(.heals, at: now.advanced(byMs: Int64(random.number(1...1_200)) * 1_000))
    case .tornWrite(let operations): disk.fail(STARLING_FAULT_TORN, after: operations)
    case .powerLoss(let operations): disk.fail(STARLING_FAULT_POWER, after: operations)
    case .darkness: try await crash(isPower: true, "now")
    case .kill: try await crash(isPower: false, "now")
    case .restart: try await stop()
    case .redefinition:
      workspace = random.pick(world.workspaces)
      try await stop()
    case .edit: await edit()
    case .scarcity:
      server?.post.freeBytes = 1_000
      agenda.add(.heals, at: now.advanced(byMs: Int64(random.number(1...1_200)) * 1_000))
    case .pause: await pause()
    case .retriedLetters: await retryLetters()
    case .newDestination: try await openDestination()
    }
  }

  /// Puts other definitions into force; how long a session may pause stays, as it must.
  private func edit() async {
    var wanted = random.pick(world.workspaces)
    wanted.settings.sessionGapMs = workspace.settings.sessionGapMs
    guard let server else { return }
    let result = await server.redefine(wanted) {
      if disk.takeFired() { tally.faults += 1 }
      if disk.isDead { return false }
      disk.revive()
      isDiskFull = false
      return true
    }
    switch result {
    case .success:
      workspace = wanted
      auditor.started(workspace: workspace)
    case .failure(let problem): trace("the definitions stay: \(problem)")
    // A crash follows, after which those are in force that the server starts with.
    case nil: trace("the disk is gone while definitions come into force")
    }
  }

  /// Ends what lasts a while.
  func heal() {
    // A machine that is about to crash must not find its disk well before.
    if disk.isDead { return agenda.add(.heals, at: now.advanced(byMs: 1)) }
    isDiskFull = false
    disk.revive()
    server?.post.freeBytes = 1 << 40
  }
}
