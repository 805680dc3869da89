import Dispatch
import StarlingColumns
import StarlingModel
import StarlingStore
import StarlingTimeline
import Synchronization

extension LiveSystem {
  /// Takes turns until the inbox is closed and all is done.
  func loop() {
    var state = LoopState(sealedAt: observer.nanoseconds())
    while true {
      switch turn(&state) {
      case .busy: continue
      case .idle: inbox.wait(ms: pause)
      case .failing(let waitMs): inbox.wait(ms: waitMs)
      case .ended: return
      }
    }
  }

  /// One turn: takes what waits, makes one step of it, and what else is due.
  func turn(_ state: inout LoopState) -> LoopTurn {
    watchSpace()
    let work = inbox.take()
    for order in work.orders { order() }
    let isBackfilling = continueBackfill()
    let isDone = step(work, failures: &state.failures)
    upkeep.begin(at: clock.now.milliseconds)
    if work.isClosed && (isDone || state.failures > Self.failuresAtStopMax) { return .ended }
    let isIdle = inbox.isEmpty && isDone && !isBackfilling
    sealIfGrown(&state.sealedAt)
    if state.failures > 0 {
      return .failing(waitMs: min(1_000, 10 << Int64(min(state.failures, 7))))
    }
    return isIdle ? .idle : .busy
  }

  /// Commits that may fail in a row before a loop that is to end gives up.
  private static let failuresAtStopMax = 3

  /// Has what came since be brought into the sealed tile that grew most, so that memory stays in
  /// proportion. Another thread makes the tile, which takes tens of ms; then the loop takes it.
  private func sealIfGrown(_ sealedAt: inout Int64) {
    let now = observer.nanoseconds()
    if now - sealedAt < options.sealEveryMs * 1_000_000 || isSealing.load(ordering: .relaxed) {
      return
    }
    sealedAt = now
    guard let sealing = core.withLock({ $0.sealing(share: options.sealShare) }) else { return }
    isSealing.store(true, ordering: .relaxed)
    sealings.async {
      let tile = sealing.tile()
      self.inbox.add(order: {
        self.core.withLock { $0.install(tile, of: sealing) }
        self.isSealing.store(false, ordering: .relaxed)
      })
    }
  }

  /// How long nothing is due. Unit: ms.
  private var pause: Int64 {
    let next = core.withLock { $0.nextDeadline }
    if clock.isControlled || next == .max { return 1_000 }
    return max(0, min(1_000, next - clock.now.milliseconds))
  }

  /// One step; see the top of `LiveSystem`.
  ///
  /// - Returns: Whether nothing is left to be committed.
  private func step(_ work: Inbox.Work, failures: inout Int) -> Bool {
    // Whoever is answered by the commit may set the clock: the events came before that.
    let now = clock.now
    guard let written = commit(work) else {
      failures += 1
      // The disk is full or failing: senders were told; what was found stays and is tried again.
      for settled in work.settled { inbox.add(settled: settled) }
      return false
    }
    failures = 0
    takeSnapshotIfDue()
    apply(written, at: now)
    let isDone = pending.withLock { $0.changes.isEmpty && $0.definitions == nil }
    if isDone {
      for settled in work.settled { settled() }
    } else {
      for settled in work.settled { inbox.add(settled: settled) }
    }
    return isDone
  }

  // MARK: Commit

  /// Makes the work and the pending changes durable, answers the senders, announces the changes.
  ///
  /// - Returns: The events that are durable now; `nil` when nothing was written.
  private func commit(_ work: Inbox.Work) -> WrittenEvents? {
    let (changes, definitions, progress) = pending.withLock { pending in
      let now = core.withLock { $0.clock }
      let isDue =
        !pending.changes.isEmpty || pending.definitions != nil || !work.requests.isEmpty
        || now >= pending.committedClock &+ options.progressEveryMs
        || pending.committedClock == .min && now != .min
      let progress = StoreProgress(
        appliedSequence: pending.appliedSequence, clock: Stamp(milliseconds: now))
      return (pending.changes, pending.definitions, isDue ? progress : nil)
    }
    if !work.hasCommits && changes.isEmpty && progress == nil {
      return WrittenEvents(batches: [], sequences: store.nextSequence..<store.nextSequence)
    }
    let start = observer.nanoseconds()
    var known = 0
    do throws(StoreError) {
      var batches: [AcceptedBatch] = []
      for request in work.requests {
        var batch = request.batch
        batch.known = try store.messageIDs.known(in: batch.events)
        known += batch.known.count
        batches.append(batch)
      }
      let receipt = try store.commit(
        StoreCommit(
          events: batches, rejected: work.requests.flatMap(\.rejected), changes: changes,
          progress: progress, deliveries: work.deliveries, definitions: definitions))
      for request in work.requests { request.done(nil) }
      for done in work.deliveriesDone { done(true) }
      announce(changes, receipt.positions)
      pending.withLock { pending in
        pending.changes.removeFirst(changes.count)
        pending.definitions = nil
        if let progress { pending.committedClock = progress.clock.milliseconds }
      }
      if let definitions { announce(definitions) }
      observer.commit(
        LiveCommit(
          events: receipt.sequences.count, known: known,
          rejected: work.requests.reduce(0) { $0 + $1.rejected.count },
          nanoseconds: observer.nanoseconds() - start))
      return WrittenEvents(batches: batches, sequences: receipt.sequences)
    } catch {
      observer.failure(error)
      let refusal = IntakeRefusal(
        .unavailable, retryAfterSeconds: 5, "nothing was kept: \(error)")
      for request in work.requests { request.done(refusal) }
      for done in work.deliveriesDone { done(false) }
      return nil
    }
  }

  private func announce(_ changes: [MembershipChange], _ positions: Range<Int64>) {
    if changes.isEmpty { return }
    var changes = changes
    for index in changes.indices { changes[index].position = positions.lowerBound + Int64(index) }
    tail.append(changes)
    observer.committed(changes)
    observer.announced(max(0, clock.now.milliseconds - changes[0].recordedAt.milliseconds))
  }

  // MARK: Apply

  private func apply(_ written: WrittenEvents, at now: Stamp) {
    var found: [MembershipChange] = []
    var evaluations = 0
    core.withLock { core in
      evaluations = -core.evaluations
      defer { evaluations += core.evaluations }
      var changes: [LiveChange] = []
      countEndedHours(&core, at: now.milliseconds, &changes)
      core.apply(
        written.batches, firstSequence: UInt32(truncatingIfNeeded: written.sequences.lowerBound),
        now: now.milliseconds, into: &changes)
      let due = core.nextDeadline
      if due <= now.milliseconds && due > core.clock {
        observer.lateness(now.milliseconds - due)
      }
      core.advance(to: now.milliseconds, into: &changes)
      found = core.named(changes, recordedAt: now)
    }
    observer.applied(evaluations)
    pending.withLock { pending in
      pending.changes += found
      pending.appliedSequence = max(pending.appliedSequence, written.sequences.upperBound)
    }
  }
}

/// What a commit made durable and is to be applied.
private struct WrittenEvents {
  var batches: [AcceptedBatch]
  var sequences: Range<Int64>
}
