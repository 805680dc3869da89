import Logging
import StarlingActivate
import StarlingModel

/// Carries out what the scheduler decides: sends, saves, reads the log, sleeps.
///
/// It decides nothing itself. Updates that come while one is being saved are merged and saved
/// together; while saving fails, sending is suspended.
package actor DeliveryWorker {
  private var scheduler: DeliveryScheduler
  private let sender: any WebhookSender
  private let storage: any DeliveryStorage
  private let metrics: DeliveryMetrics
  private let logger: Logger
  private let now: @Sendable () -> Stamp
  private var chance = SystemRandomNumberGenerator()
  private var unsaved = DeliveryUpdate()
  private var saving: Task<Void, Never>?
  private var sleeping: Task<Void, Never>?
  private var underWay: [DeliveryID: Task<Void, Never>] = [:]
  private var reading: [WebhookTargetID: Task<Void, Never>] = [:]
  private var isSuspended = false
  private var isStopping = false

  /// A worker without targets; see `restore` and `put`.
  ///
  /// - Parameter logEnd: Position of the last committed change.
  package init(
    policy: RetryPolicy = RetryPolicy(), logEnd: Int64, sender: any WebhookSender,
    storage: any DeliveryStorage, metrics: DeliveryMetrics, logger: Logger,
    now: @escaping @Sendable () -> Stamp
  ) {
    scheduler = DeliveryScheduler(policy: policy, logEnd: logEnd)
    self.sender = sender
    self.storage = storage
    self.metrics = metrics
    self.logger = logger
    self.now = now
  }

  // MARK: What others ask for

  /// Brings a target back after a start; see `DeliveryScheduler.restore`.
  package func restore(
    _ target: WebhookTarget, cursor: Int64, rows: [DeliveryRow], changes: [MembershipChange]
  ) {
    carryOut(
      scheduler.restore(target, cursor: cursor, rows: rows, changes: changes, now: now()))
  }

  /// Adds a target, or changes its configuration.
  package func put(_ target: WebhookTarget, cursor: Int64? = nil) {
    carryOut(scheduler.put(target, cursor: cursor, now: now()))
  }

  /// Changes the configuration of a target; does nothing when it was deleted meanwhile.
  package func change(_ target: WebhookTarget) {
    if scheduler.status(of: target.id) != nil { put(target) }
  }

  /// Deletes a target and its deliveries.
  package func delete(_ id: WebhookTargetID) {
    carryOut(scheduler.delete(id, now: now()))
    reading.removeValue(forKey: id)?.cancel()
  }

  /// Begins dead letters anew; gives the positions that were taken.
  ///
  /// - Parameter changes: The changes of dead rows of that target.
  package func retry(_ changes: [MembershipChange], of id: WebhookTargetID) -> [Int64] {
    let (taken, actions) = scheduler.retry(changes, of: id, now: now())
    carryOut(actions)
    return taken
  }

  /// Takes changes that were committed, in order and without gaps.
  package func changesCommitted(_ changes: [MembershipChange]) {
    carryOut(scheduler.changesCommitted(changes, now: now()))
  }

  /// Takes a page of committed changes; when pages before it were not kept, those that are missing
  /// are read from the log.
  ///
  /// - Parameter logEnd: Position of the last committed change, at least that of the page.
  package func take(_ changes: [MembershipChange], logEnd: Int64) {
    if changes.first?.position == scheduler.logEnd + 1 { changesCommitted(changes) }
    if logEnd > scheduler.logEnd { carryOut(scheduler.logGrew(to: logEnd, now: now())) }
  }

  /// The configured targets.
  package var targets: [WebhookTarget] { scheduler.targets }

  /// How a target is doing.
  package func status(of id: WebhookTargetID) -> DeliveryStatus? { scheduler.status(of: id) }

  /// Ends: nothing new is sent, what is under way may end within `WebhookLimits.stopSeconds`, and
  /// what is known is saved.
  package func stop() async {
    isStopping = true
    sleeping?.cancel()
    for task in reading.values { task.cancel() }
    carryOut(scheduler.setSuspended(true, now: now()))
    let tasks = Array(underWay.values)
    let deadline = Task {
      do {
        try await Task.sleep(for: .seconds(WebhookLimits.stopSeconds))
        for task in tasks { task.cancel() }
      } catch is CancellationError {
        return
      } catch {
        return
      }
    }
    for task in tasks { await task.value }
    deadline.cancel()
    await saving?.value
  }

  /// Closes the connections of a sender that nothing is sent with any more.
  func close(_ sender: HTTPWebhookSender) async {
    do { try await sender.shutdown() } catch {
      logger.warning(
        "connections to webhooks were not closed in order", metadata: ["problem": "\(error)"])
    }
  }

  // MARK: Carrying out

  private func carryOut(_ actions: [DeliveryAction]) {
    for action in actions {
      switch action {
      case .send(let attempt): send(attempt)
      case .record(let update): record(update)
      case .readChanges(let target, let after, let limit): read(target, after, limit)
      case .wake(let instant): sleep(until: instant)
      }
    }
  }

  private func send(_ attempt: DeliveryAttempt) {
    let request = WebhookRequest(attempt, now: now())
    metrics.inFlight.add(1)
    underWay[attempt.id] = Task { [sender] in
      let started = ContinuousClock.now
      let result = await sender.send(request)
      ended(attempt, result, after: ContinuousClock.now - started)
    }
  }

  private func ended(_ attempt: DeliveryAttempt, _ result: AttemptResult, after time: Duration) {
    underWay[attempt.id] = nil
    metrics.inFlight.add(-1)
    metrics.ended(result, attempt: attempt, seconds: time / .seconds(1))
    if result.verdict != .delivered {
      logger.info(
        "webhook attempt failed",
        metadata: [
          "delivery": "\(attempt.id)", "attempt": "\(attempt.number)",
          "problem": "\(result.problem)",
        ])
    }
    carryOut(scheduler.attemptEnded(attempt.id, result, now: now(), using: &chance))
  }

  private func read(_ target: WebhookTargetID, _ after: Int64, _ limit: Int) {
    reading[target] = Task { [storage] in
      var page: [MembershipChange] = []
      do {
        page = try await storage.changes(after: after, limit: limit)
      } catch {
        logger.warning(
          "the log of changes could not be read for webhooks",
          metadata: ["after": "\(after)", "problem": "\(error)"])
      }
      if Task.isCancelled { return }
      reading[target] = nil
      carryOut(scheduler.changesRead(target: target, after: after, page, now: now()))
    }
  }

  private func sleep(until instant: Stamp) {
    sleeping?.cancel()
    if isStopping { return }
    sleeping = Task {
      var left = instant.milliseconds - now().milliseconds
      if left > 0 {
        left = min(left, WebhookLimits.sleepMaxMs)
        do { try await Task.sleep(for: .milliseconds(left)) } catch { return }
      }
      if Task.isCancelled { return }
      carryOut(scheduler.wake(now: now()))
    }
  }

  // MARK: Saving

  private func record(_ update: DeliveryUpdate) {
    unsaved.merge(update)
    metrics.unsavedRows.set(Double(unsaved.rowCount))
    if saving == nil { saving = Task { await save() } }
  }

  private func save() async {
    var hasFailed = false
    while !unsaved.isEmpty {
      let update = unsaved
      unsaved = DeliveryUpdate()
      do {
        try await storage.save(update)
        hasFailed = false
      } catch {
        logger.error(
          "the state of webhooks could not be saved; nothing is sent until it can",
          metadata: ["problem": "\(error)", "rows": "\(update.rowCount)"])
        var whole = update
        whole.merge(unsaved)
        unsaved = whole
        // A server that stops does not wait for a disk: the log still has what is not saved.
        if isStopping { break }
        hasFailed = true
      }
      suspend(hasFailed || unsaved.rowCount > WebhookLimits.unsavedRowsMax)
      if hasFailed {
        do {
          try await Task.sleep(for: .milliseconds(WebhookLimits.saveRetryMs))
        } catch {
          break
        }
      }
    }
    metrics.unsavedRows.set(Double(unsaved.rowCount))
    saving = nil
  }

  private func suspend(_ isWanted: Bool) {
    if isWanted == isSuspended || isStopping { return }
    isSuspended = isWanted
    carryOut(scheduler.setSuspended(isWanted, now: now()))
  }
}
