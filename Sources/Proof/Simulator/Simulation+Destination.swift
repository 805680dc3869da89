import StarlingActivate
import StarlingLanguage
import StarlingModel
import StarlingStore
import StarlingTestSupport

extension Simulation {
  /// Destinations at most.
  private static let destinationsMax = 5

  /// Makes the destinations that are there from the start.
  func openDestinations() async throws {
    for _ in 0..<random.number(1...3) { try await openDestination() }
  }

  /// Makes a destination, which is sent what comes from now on.
  func openDestination() async throws {
    guard server != nil, destinations.count < Self.destinationsMax else { return }
    let names = world.workspaces.flatMap { $0.segments.map(\.name) }
    let segments = random.chance(50) ? nil : Set([random.pick(names), random.pick(names)])
    let inFlightMax = random.number(1...4)
    let secret = "whsec_\(destinations.count)"
    do throws(StoreError) {
      let position = (server?.store.nextPosition ?? 1) - 1
      guard let stored = try server?.store.addTarget(settings: "{}", cursor: position) else {
        return
      }
      let target = WebhookTarget(
        id: WebhookTargetID(number: stored.id), name: "destination \(stored.id)",
        url: "https://destination.example/\(stored.id)", segments: segments, secrets: [secret],
        inFlightMax: inFlightMax)
      destinations.append(SimulatedDestination(target, cursor: position))
      trace("destination \(target.id) wants \(segments.map { "\($0.sorted())" } ?? "all")")
      await server?.deliverer.put(target, cursor: position, now: now)
    } catch {
      // The disk failed: who asked for the destination is told, and there is none.
      trace("no destination is made: \(error)")
    }
  }

  /// Pauses a destination, or has a paused one go on.
  func pause() async {
    let paused = destinations.firstIndex { !$0.target.isEnabled }
    guard !destinations.isEmpty else { return }
    let index = paused ?? random.number(0...(destinations.count - 1))
    destinations[index].target.isEnabled.toggle()
    await server?.deliverer.put(destinations[index].target, now: now)
  }

  /// Has some dead letters tried again.
  func retryLetters() async {
    for destination in destinations {
      guard let store = server?.store, let number = destination.target.id.number,
        let rows = try? store.deliveries(target: number, isDead: true, limit: 3),
        let changes = try? store.changes(at: rows.map(\.position))
      else { continue }
      let taken =
        await server?.deliverer.retry(
          changes.values.sorted { $0.position < $1.position }, of: destination.target.id, now: now)
        ?? []
      for position in taken { trace("\(destination.target.id)-\(position) is tried again") }
    }
  }

  // MARK: Audit

  /// Has the auditor look at the server as it is now.
  func audit(isThorough: Bool) async throws {
    guard let system = server?.system else { return }
    try await auditor.audit(system, now: now, isThorough: isThorough, using: &random)
    if !isCalm || random.chance(20), random.chance(25),
      let instant = auditor.interestingInstant(after: now, using: &random)
    {
      agenda.add(.look, at: instant)
    }
  }

  /// Has the auditor compare what destinations did with what they wanted.
  func auditDeliveries() async throws {
    guard let store = server?.store else { return }
    for destination in destinations {
      let number = destination.target.id.number ?? 0
      let dead = try store.deliveries(target: number, isDead: true, limit: .max)
      try auditor.audit(destination, deadPositions: dead.map(\.position))
    }
  }
}
