import StarlingActivate
import StarlingModel
import StarlingServer
import StarlingStore
import StarlingTestSupport

/// Carries out what the scheduler of deliveries decides, as `DeliveryWorker` does, one thing after
/// the other: what is sent, and when what is saved, the simulation says.
struct SimulatedDeliverer {
  private var scheduler: DeliveryScheduler
  private let storage: StoreDeliveryStorage
  private var unsaved = StarlingActivate.DeliveryUpdate()
  private var isSuspended = false
  private var isStopping = false
  /// Attempts that are to be sent now.
  private var attempts: [DeliveryAttempt] = []
  /// Deliveries that were given up.
  private var givenUp: [DeliveryID] = []
  /// When the scheduler wants to be woken.
  private var wakeAt: Stamp?

  /// Brings all destinations back as the data directory knows them.
  init(
    _ store: Store, _ habits: ServerHabits, _ destinations: [WebhookTarget], now: Stamp
  ) async throws {
    scheduler = DeliveryScheduler(
      policy: habits.policy, logEnd: store.nextPosition - 1, heldMax: habits.heldMax)
    storage = StoreDeliveryStorage(StoreAccess(store))
    for stored in try store.targets() {
      guard let target = destinations.first(where: { $0.id.number == stored.id }) else { continue }
      let rows = try store.deliveries(target: stored.id, isDead: false, limit: .max)
      let changes = try store.changes(at: rows.map(\.position))
      await carryOut(
        scheduler.restore(
          target, cursor: stored.cursor, rows: rows.map(DeliveryRow.init),
          changes: changes.values.sorted { $0.position < $1.position }, now: now), now)
    }
  }

  /// Whether everything that is wanted was delivered or given up, and is saved.
  var isDone: Bool {
    unsaved.isEmpty
      && scheduler.targets.allSatisfy { target in
        guard let status = scheduler.status(of: target.id) else { return true }
        return !target.isEnabled || status.held == 0 && status.behind == 0
      }
  }

  /// Whether something waits to be saved.
  var hasUnsaved: Bool { !unsaved.isEmpty }

  /// How each destination is doing.
  var status: String {
    scheduler.targets.map { target in
      "\(target.id): \(scheduler.status(of: target.id).map { "\($0)" } ?? "gone")"
    }.joined(separator: "\n")
  }

  /// The attempts that are to be sent, since the last call.
  mutating func takeAttempts() -> [DeliveryAttempt] {
    defer { attempts = [] }
    return attempts
  }

  /// The deliveries that were given up since the last call.
  mutating func takeGivenUp() -> [DeliveryID] {
    defer { givenUp = [] }
    return givenUp
  }

  /// When to wake it, if that changed since the last call.
  mutating func takeWake() -> Stamp? {
    defer { wakeAt = nil }
    return wakeAt
  }

  // MARK: What happens

  /// Changes were committed.
  ///
  /// - Parameter isTold: Whether they are handed over; else only how far the log goes.
  mutating func committed(_ changes: [MembershipChange], isTold: Bool, now: Stamp) async {
    guard let last = changes.last else { return }
    let isNext = changes.first?.position == scheduler.logEnd + 1
    await carryOut(
      isTold && isNext
        ? scheduler.changesCommitted(changes, now: now)
        : scheduler.logGrew(to: last.position, now: now), now)
  }

  /// An attempt ended.
  mutating func ended(
    _ id: DeliveryID, _ result: AttemptResult, now: Stamp, using random: inout SeededGenerator
  ) async {
    await carryOut(scheduler.attemptEnded(id, result, now: now, using: &random), now)
  }

  /// The instant has come.
  mutating func wake(now: Stamp) async { await carryOut(scheduler.wake(now: now), now) }

  /// There is a destination, or it is another now.
  mutating func put(_ target: WebhookTarget, cursor: Int64? = nil, now: Stamp) async {
    await carryOut(scheduler.put(target, cursor: cursor, now: now), now)
  }

  /// Somebody has dead letters tried again.
  ///
  /// - Returns: The positions that were taken.
  mutating func retry(
    _ changes: [MembershipChange], of id: WebhookTargetID, now: Stamp
  ) async -> [Int64] {
    let (taken, actions) = scheduler.retry(changes, of: id, now: now)
    await carryOut(actions, now)
    return taken
  }

  /// Saves what became of deliveries; while that fails nothing is sent.
  mutating func save(now: Stamp) async {
    if unsaved.isEmpty { return }
    let update = unsaved
    unsaved = StarlingActivate.DeliveryUpdate()
    var hasFailed = false
    do { try await storage.save(update) } catch {
      var whole = update
      whole.merge(unsaved)
      unsaved = whole
      hasFailed = true
    }
    if hasFailed != isSuspended && !isStopping {
      isSuspended = hasFailed
      await carryOut(scheduler.setSuspended(hasFailed, now: now), now)
    }
  }

  /// Saves what is known and ends.
  mutating func finish() async {
    isStopping = true
    await save(now: .distantPast)
  }

  // MARK: What is to be done

  private mutating func carryOut(_ actions: [DeliveryAction], _ now: Stamp) async {
    for action in actions {
      switch action {
      case .send(let attempt): attempts.append(attempt)
      case .record(let update):
        unsaved.merge(update)
        for (target, rows) in update.targets {
          givenUp += rows.saved.values.filter(\.isDead).map {
            DeliveryID(target: target, position: $0.position)
          }
        }
      case .readChanges(let target, let after, let limit):
        // A log that cannot be read counts as empty, and is asked again.
        let page = (try? await storage.changes(after: after, limit: limit)) ?? []
        await carryOut(
          scheduler.changesRead(target: target, after: after, page, now: now), now)
      case .wake(let instant): wakeAt = instant
      }
    }
  }
}
