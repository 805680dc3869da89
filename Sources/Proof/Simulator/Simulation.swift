import StarlingActivate
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import StarlingTestSupport

// The whole system in one world: people whose devices send events, a network that loses and
// repeats, a server over a disk that fails, destinations that have bad days, and one clock.
//
// 1. The agenda says what happens next; the clock goes to that instant, and all of it happens.
// 2. The server does what is to be done, as its loop would. What comes of it is put down in the
//    agenda: answers on their way, webhooks, wakes, starts after a crash.
// 3. The auditor asks the server, as users do, and compares with the rules.
//
// When all is sent the world calms down: nothing fails any more, so that everything must be done in
// the end. Then the power fails once more, and all must still be there.

/// One seed's run.
final class Simulation {
  /// Instants that a run may take: far more than any needs that gets anywhere.
  private static let instantsMax = 200_000
  /// From the last event to the end of a run, in which windows end and people leave. Unit: ms.
  private static let afterwardsMs = 14 * Milliseconds.day

  let options: SimulationOptions
  var random: SeededGenerator
  var agenda = Agenda<Happening>()
  var now: Stamp
  let world: SimulatedWorld
  let habits: ServerHabits
  var disk: SimulatedDisk
  var server: SimulatedServer?
  var clients: [SimulatedClient]
  var destinations: [SimulatedDestination] = []
  let auditor: Auditor
  var tally = Tally()
  /// Whether nothing goes wrong any more.
  var isCalm = false
  /// Starts of a server so far.
  var runs = 0
  /// The definitions in force.
  var workspace: Workspace
  /// Whether the agenda has a next try of what failed.
  var isTryDue = false
  /// Whether the agenda has a next time to save what became of deliveries.
  var isSaveDue = false
  /// Whether writes may fail because the disk is full.
  var isDiskFull = false
  /// Whether the sabotage that happens once has happened.
  var isSabotaged = false

  /// Prepares a world.
  ///
  /// - Throws: When the folder for temporary files cannot be written.
  init(_ options: SimulationOptions) throws {
    self.options = options
    random = SeededGenerator(seed: options.seed)
    world = SimulatedWorld(steps: options.steps, using: &random)
    workspace = world.workspaces[0]
    habits = ServerHabits(using: &random)
    now = world.start
    disk = try SimulatedDisk()
    clients = world.batches.map { _ in SimulatedClient() }
    auditor = Auditor(
      workspace: workspace, lists: SimulatedWorld.lists, batches: world.batches,
      sabotage: options.sabotage)
    tally.events = Set(world.batches.flatMap { $0.events.map(\.messageID) }).count
  }

  /// Runs the world to its end.
  ///
  /// - Throws: `BrokenRule`.
  func run() async throws -> Tally {
    defer { disk.end() }
    if options.sabotage == .lyingDisk { disk.lie() }
    plan()
    try await start()
    try await openDestinations()
    try await live(until: world.end)
    calm()
    try await live(until: world.end.advanced(byMs: Self.afterwardsMs))
    try await finishDeliveries()
    try await audit(isThorough: true)
    try await crash(isPower: true, "at the very end")
    try await startAtOnce()
    try await audit(isThorough: true)
    try await auditDeliveries()
    tally.changes = auditor.ledger.changes.count
    tally.checks = auditor.checks
    return tally
  }

  /// Puts down what follows from the world alone.
  private func plan() {
    for batch in world.batches { agenda.add(.departs(batch: batch.number), at: batch.departure) }
    let lengthMs = Int(world.end.milliseconds - world.start.milliseconds)
    for _ in 0..<random.number(4...12) {
      let at = world.start.advanced(byMs: Int64(random.number(1...lengthMs)))
      agenda.add(.trouble(Trouble.any(using: &random)), at: at)
    }
    // Most troubles strike where something is going on.
    for _ in 0..<random.number(2...8) {
      let afterMs = Int64(random.number(0...20)) * world.scale.latencyMs
      let at = random.pick(world.batches).departure.advanced(byMs: afterMs)
      agenda.add(.trouble(Trouble.any(using: &random)), at: at)
    }
  }

  /// Lets the world go on up to an instant.
  private func live(until end: Stamp) async throws {
    var instants = 0
    while let next = agenda.next, next <= end {
      instants += 1
      if instants > Self.instantsMax {
        throw BrokenRule(.noEnd, "at \(now.iso) \(instants) instants have passed")
      }
      try await goOn(to: next)
    }
    if agenda.next != nil || now < end { try await goOn(to: end) }
  }

  /// Takes the clock to an instant, and all that happens then.
  private func goOn(to instant: Stamp) async throws {
    now = max(now, instant)
    server?.set(serverClock)
    if agenda.next == instant {
      for happening in agenda.takeNext() { try await handle(happening) }
    }
    try await work()
  }

  /// What the server takes the time for.
  private var serverClock: Stamp {
    options.sabotage == .lateExit ? now.advanced(byMs: -20) : now
  }

  /// Ends all troubles.
  private func calm() {
    isCalm = true
    agenda.remove { if case .trouble = $0 { true } else { false } }
    agenda.add(.heals, at: now)
    for index in destinations.indices where !destinations[index].target.isEnabled {
      agenda.add(.trouble(.pause), at: now.advanced(byMs: Int64(index) + 1))
    }
  }

  /// Waits until every webhook was delivered or given up.
  private func finishDeliveries() async throws {
    var instants = 0
    while clients.contains(where: { !$0.isDone }) || server?.deliverer.isDone != true {
      instants += 1
      guard let next = agenda.next, instants < Self.instantsMax else {
        throw BrokenRule(
          .noEnd, "at \(now.iso) there is more to do:\n\(server?.deliverer.status ?? "no server")")
      }
      try await goOn(to: next)
    }
  }

  /// Tells what happens, the same on every machine.
  func trace(_ text: @autoclosure () -> String) {
    guard let trace = options.trace else { return }
    trace("\(now.iso) \(text().replacing(disk.directory, with: "data"))")
  }
}
