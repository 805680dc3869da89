import StarlingModel

// Who must be told, when, and in which order: the decisions about webhooks, without doing anything.
//
//  1. Committed changes come in through `changesCommitted`. A target that has read all before them
//     takes them at once; one that is behind asks for pages of the log (`readChanges`) when it has
//     room, so that memory is bounded however far behind it is.
//  2. A change that a target wants becomes a row: held in memory, recorded in an update together
//     with the target's cursor. From then on it is delivered or becomes a dead letter.
//  3. The first delivery of each person may be sent (`send`), as many at a time as the target
//     allows, in the order in which they became due.
//  4. The end of an attempt (`attemptEnded`) finishes the delivery, puts it back with a later due
//     time, or makes it a dead letter. In the first and last case the person's next one may go.
//
// After a crash the scheduler is built again from the recorded updates (`restore`). An attempt
// whose end was not recorded is made again under the same id: at least once, always the same id.
// What is not yet recorded is in the log after the cursor. Targets share nothing, so none can hold
// another up.
//
// Time and chance are arguments; every function runs to its end and gives what is to be done.

/// Decides which webhook is sent when.
package struct DeliveryScheduler: Sendable {
  /// Delays and attempts.
  package let policy: RetryPolicy
  /// Unfinished deliveries of a target in memory.
  private let heldMax: Int
  private var queues: [WebhookTargetID: TargetQueue] = [:]
  /// Ids of the targets, ascending, so that the order of actions follows from the calls alone.
  private var order: [WebhookTargetID] = []
  /// Position of the last committed change.
  package private(set) var logEnd: Int64
  private var isSuspended = false
  private var wakeAt: Stamp?

  /// A scheduler without targets.
  ///
  /// - Parameters:
  ///   - logEnd: Position of the last committed change; 0 when there is none.
  ///   - heldMax: Unfinished deliveries of a target in memory, at least 1.
  package init(
    policy: RetryPolicy = RetryPolicy(), logEnd: Int64, heldMax: Int = DeliveryLimits.heldMax
  ) {
    precondition(heldMax >= 1 && logEnd >= 0, "heldMax \(heldMax), logEnd \(logEnd)")
    self.policy = policy
    self.logEnd = logEnd
    self.heldMax = heldMax
  }

  /// The configured targets, by id.
  package var targets: [WebhookTarget] { order.compactMap { queues[$0]?.target } }

  /// How a target is doing; `nil` for one that is not there.
  package func status(of id: WebhookTargetID) -> DeliveryStatus? {
    guard let queue = queues[id] else { return nil }
    return DeliveryStatus(
      cursor: queue.cursor, behind: max(0, logEnd - queue.cursor), held: queue.held.count,
      inFlight: queue.inFlight.count, notBefore: queue.notBefore, oldest: queue.oldest)
  }

  // MARK: What happened

  /// Changes were committed to the log; they follow the ones given before without a gap.
  package mutating func changesCommitted(
    _ changes: [MembershipChange], now: Stamp
  ) -> [DeliveryAction] {
    guard let first = changes.first, let last = changes.last else { return [] }
    precondition(
      first.position == logEnd + 1, "change \(first.position) follows change \(logEnd)")
    logEnd = last.position
    var update = DeliveryUpdate()
    // A target that is passed over reads these changes from the log later.
    for id in order where !isSuspended {
      queues[id]?.takeCommitted(changes, now: now, heldMax: heldMax, &update)
    }
    return advance(now, update)
  }

  /// Changes were committed that are not given: every target reads them from the log.
  ///
  /// - Parameter position: That of the last one.
  package mutating func logGrew(to position: Int64, now: Stamp) -> [DeliveryAction] {
    logEnd = max(logEnd, position)
    return advance(now, DeliveryUpdate())
  }

  /// A page that was asked for has come; empty when the log could not be read.
  ///
  /// - Parameter after: As in the action.
  package mutating func changesRead(
    target id: WebhookTargetID, after: Int64, _ changes: [MembershipChange], now: Stamp
  ) -> [DeliveryAction] {
    var update = DeliveryUpdate()
    queues[id]?.takePage(changes, after: after, now: now, heldMax: heldMax, &update)
    return advance(now, update)
  }

  /// An attempt ended. Ends of deliveries that are not under way, such as those of a target that
  /// was deleted meanwhile, change nothing.
  package mutating func attemptEnded(
    _ id: DeliveryID, _ result: AttemptResult, now: Stamp,
    using chance: inout some RandomNumberGenerator
  ) -> [DeliveryAction] {
    var update = DeliveryUpdate()
    queues[id.target]?.attemptEnded(
      id.position, result, now: now, policy: policy, using: &chance, &update)
    return advance(now, update)
  }

  /// The instant of the last `wake` has come. Calls at other instants do no harm.
  package mutating func wake(now: Stamp) -> [DeliveryAction] {
    wakeAt = nil
    return advance(now, DeliveryUpdate())
  }

  // MARK: What is wanted

  /// Adds a target, or gives one another configuration. Deliveries that it already holds stay.
  ///
  /// - Parameters:
  ///   - cursor: For a new target, the position of the last change it is not sent; the end of the
  ///     log by default.
  package mutating func put(
    _ target: WebhookTarget, cursor: Int64? = nil, now: Stamp
  ) -> [DeliveryAction] {
    if queues[target.id] != nil {
      queues[target.id]?.target = target
      return advance(now, DeliveryUpdate())
    }
    let start = cursor ?? logEnd
    insert(TargetQueue(target, cursor: start))
    var update = DeliveryUpdate()
    update.change(target.id) { $0.cursor = start }
    return advance(now, update)
  }

  /// Deletes a target with all its deliveries. What is under way cannot be called back.
  package mutating func delete(_ id: WebhookTargetID, now: Stamp) -> [DeliveryAction] {
    guard queues.removeValue(forKey: id) != nil else { return [] }
    order.removeAll { $0 == id }
    var update = DeliveryUpdate()
    update.change(id) { $0.isDeleted = true }
    return advance(now, update)
  }

  /// Begins dead letters anew, in the order of positions and as far as there is room; a round of
  /// attempts of its own for each.
  ///
  /// - Parameter changes: The changes of the dead letters, read from the log.
  /// - Returns: Positions that were taken, and what is to be done. The others stay dead letters.
  package mutating func retry(
    _ changes: [MembershipChange], of id: WebhookTargetID, now: Stamp
  ) -> (taken: [Int64], actions: [DeliveryAction]) {
    var update = DeliveryUpdate()
    var taken: [Int64] = []
    for change in changes.sorted(by: { $0.position < $1.position }) {
      guard queues[id]?.hasRoom(forLetter: change.position, heldMax: heldMax) == true else {
        continue
      }
      let row = DeliveryRow(position: change.position, due: now)
      queues[id]?.hold(change, row)
      update.change(id) { $0.save(row) }
      taken.append(change.position)
    }
    return (taken, advance(now, update))
  }

  /// Stops or resumes all sending and reading, for as long as updates cannot be saved: otherwise
  /// ever more would be sent twice after a crash.
  package mutating func setSuspended(_ isSuspended: Bool, now: Stamp) -> [DeliveryAction] {
    self.isSuspended = isSuspended
    return advance(now, DeliveryUpdate())
  }

  /// Brings a target back as the data directory knows it.
  ///
  /// - Parameters:
  ///   - cursor: The recorded cursor.
  ///   - rows: The recorded rows; dead ones may be left out.
  ///   - changes: The changes of the rows that are not dead. A row without a change, because the
  ///   log
  ///     is damaged there, becomes a dead letter.
  package mutating func restore(
    _ target: WebhookTarget, cursor: Int64, rows: [DeliveryRow], changes: [MembershipChange],
    now: Stamp
  ) -> [DeliveryAction] {
    let known = Dictionary(changes.map { ($0.position, $0) }) { first, _ in first }
    var update = DeliveryUpdate()
    var queue = TargetQueue(target, cursor: cursor)
    for row in rows where !row.isDead {
      if let change = known[row.position] {
        queue.hold(change, row)
      } else {
        update.change(target.id) { update in
          update.save(
            DeliveryRow(
              position: row.position, attempts: row.attempts, due: .never,
              problem: "the change cannot be read from the log", isDead: true))
        }
      }
    }
    insert(queue)
    return advance(now, update)
  }

  // MARK: What is to be done

  private mutating func insert(_ queue: TargetQueue) {
    let id = queue.target.id
    precondition(queues[id] == nil, "target \(id) is there already")
    queues[id] = queue
    order.insert(id, at: order.firstIndex { $0 > id } ?? order.endIndex)
  }

  /// Starts what may start, asks for what may be read, and finds the next instant of interest.
  private mutating func advance(_ now: Stamp, _ update: DeliveryUpdate) -> [DeliveryAction] {
    var actions: [DeliveryAction] = update.isEmpty ? [] : [.record(update)]
    if isSuspended { return actions }
    var next: Stamp?
    for id in order {
      while let attempt = queues[id]?.start(now: now, waitMaxMs: policy.waitMaxMs) {
        actions.append(.send(attempt))
      }
      if let instant = queues[id]?.nextStart(now: now, waitMaxMs: policy.waitMaxMs) {
        next = min(next ?? instant, instant)
      }
      switch queues[id]?.nextRead(now: now, logEnd: logEnd, heldMax: heldMax) {
      case .now(let limit):
        let after = queues[id]?.cursor ?? logEnd
        actions.append(.readChanges(target: id, after: after, limit: limit))
      case .later(let instant): next = min(next ?? instant, instant)
      case .notYet, nil: break
      }
    }
    if let next, next != wakeAt {
      wakeAt = next
      actions.append(.wake(at: next))
    }
    return actions
  }
}
