import Dispatch
import StarlingCollect
import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingStore
import StarlingTimeline
import Synchronization

// One loop on one thread carries everything that changes something (`LiveSystem+Loop`):
//
// 1. Requests that wait are taken together; rows whose message ids are known are marked.
// 2. One commit makes their events durable, with what was refused beside them, the changes that the
//    step before found, how far these reach, and what became of deliveries.
// 3. Whoever waits for the commit is answered; its changes are announced. Nothing is announced
//    that is not durable.
// 4. The events are applied to the core, which finds changes for the next commit; then whatever is
//    due by now is answered.
//
// After a crash the log has events whose changes were not committed: they are applied again, as
// after step 2. Since changes were only announced once they were durable, none is lost and none
// comes twice under different positions.
//
// Questions take the core's lock between two steps.
//
// `LiveDriver` has the owner's thread take the loop's turns, one after the other.

/// A store and the live core over it: what a server talks to.
package final class LiveSystem: Sendable {
  let store: Store
  let options: LiveOptions
  /// What time it is.
  package let clock: EngineClock
  let core: CoreLock
  let catalogue: Mutex<DefinitionCatalogue>
  let inbox: Inbox
  let tail: ChangeTail
  let pending: Mutex<PendingChanges>
  let observer: LiveObserver
  let snapshots: SnapshotKeeper
  let upkeep: Upkeep
  /// Those who change definitions.
  let puts = DefinitionQueue()
  /// Definitions on their way into force.
  let put = Mutex<DefinitionPut?>(nil)
  /// Where answers to them are found.
  let backfills = DispatchQueue(label: "starling.backfills", qos: .userInitiated)
  /// Where tiles are sealed.
  let sealings = DispatchQueue(label: "starling.sealings", qos: .utility)
  /// Whether a tile is being sealed.
  let isSealing = Atomic(false)
  private let queue = DispatchQueue(label: "starling.live", qos: .userInitiated)

  init(
    store: Store, options: LiveOptions, clock: EngineClock, core: consuming LiveCore,
    catalogue: DefinitionCatalogue, pending: PendingChanges, observer: LiveObserver,
    snapshots: SnapshotKeeper
  ) {
    upkeep = Upkeep(store, options, observer, clock: core.clock)
    self.snapshots = snapshots
    self.store = store
    self.options = options
    self.clock = clock
    self.core = CoreLock(core)
    self.catalogue = Mutex(catalogue)
    self.observer = observer
    self.pending = Mutex(pending)
    inbox = Inbox(options)
    tail = ChangeTail(last: store.nextPosition - 1, limit: options.recentChangesMax)
  }

  /// Runs the loop until `stop`; what was accepted is finished first.
  package func run() async {
    await withCheckedContinuation { continuation in
      queue.async {
        self.loop()
        self.finish()
        continuation.resume()
      }
    }
  }

  /// What follows the last turn of the loop.
  func finish() {
    abandonBackfill()
    tail.end()
    upkeep.wait()
    takeLastSnapshot()
  }

  /// Lets nothing more in and has `run` return.
  package func stop() { inbox.close() }

  /// Sets a controlled clock and wakes the loop.
  ///
  /// - Returns: Whether the clock can be set.
  package func setClock(_ now: Stamp) -> Bool {
    if !clock.set(now) { return false }
    inbox.poke()
    return true
  }

  /// Returns when all that came before is durable, applied, and announced, and all that is due by
  /// now too.
  package func settle() async {
    await withCheckedContinuation { continuation in
      inbox.add(settled: { continuation.resume() })
    }
  }

  /// Saves what became of deliveries with the next commit.
  ///
  /// - Returns: Whether it is durable.
  package func save(_ deliveries: [DeliveryUpdate]) async -> Bool {
    await withCheckedContinuation { continuation in
      inbox.add(deliveries) { continuation.resume(returning: $0) }
    }
  }
}

/// Changes that were found and are not committed yet, and how far they reach.
struct PendingChanges {
  var changes: [MembershipChange] = []
  /// Definitions that came into force and brought the last of the changes.
  var definitions: StarlingStore.DefinitionVersion?
  /// Number of the event behind the last one that was applied.
  var appliedSequence: Int64
  /// The clock that was committed last.
  var committedClock: Int64 = .min
}

/// Who is told of what happens inside, for metrics and deliveries. All are called by the loop, so
/// they must be quick.
package struct LiveObserver: Sendable {
  /// Changes that were committed, in order.
  package var committed: @Sendable ([MembershipChange]) -> Void = { _ in }
  /// A commit.
  package var commit: @Sendable (LiveCommit) -> Void = { _ in }
  /// A clock that only goes forward, to measure with. Unit: ns.
  package var nanoseconds: @Sendable () -> Int64 = { 0 }
  /// Events and deadlines were answered, with so many evaluations.
  package var applied: @Sendable (Int) -> Void = { _ in }
  /// Changes were announced so long after they were found. Unit: ms.
  package var announced: @Sendable (Int64) -> Void = { _ in }
  /// A commit failed.
  package var failure: @Sendable (StoreError) -> Void = { _ in }
  /// How late something due was answered. Unit: ms.
  package var lateness: @Sendable (Int64) -> Void = { _ in }
  /// Something was done beside the loop; called by other threads than the loop's.
  package var background: @Sendable (LiveBackground) -> Void = { _ in }

  /// Nobody.
  package init() {}
}

/// What a commit held.
package struct LiveCommit: Sendable {
  /// New events.
  package var events: Int
  /// Events whose message ids were known.
  package var known: Int
  /// Items that were refused.
  package var rejected: Int
  /// How long it took. Unit: ns.
  package var nanoseconds: Int64
}

extension LiveSystem: EventIntake {
  /// As `EventIntake` says.
  package func accept(_ batch: AcceptedBatch, rejected: [RejectedItem]) async throws {
    try await accept(batch, quarantined: Self.quarantined(rejected, of: batch))
  }

  func accept(_ batch: AcceptedBatch, quarantined: [QuarantinedItem]) async throws {
    let refusal = await withCheckedContinuation {
      (continuation: CheckedContinuation<IntakeRefusal?, Never>) in
      offer(batch, quarantined) { continuation.resume(returning: $0) }
    }
    if let refusal { throw refusal }
  }

  /// As `EventIntake` says.
  package func offer(
    _ batch: AcceptedBatch, rejected: [RejectedItem],
    done: @escaping @Sendable (IntakeRefusal?) -> Void
  ) {
    offer(batch, Self.quarantined(rejected, of: batch), done: done)
  }

  private func offer(
    _ batch: AcceptedBatch, _ quarantined: [QuarantinedItem],
    done: @escaping @Sendable (IntakeRefusal?) -> Void
  ) {
    let request = Inbox.Request(batch: batch, rejected: quarantined, done: done)
    if let refusal = inbox.add(request) { done(refusal) }
  }

  private static func quarantined(
    _ rejected: [RejectedItem], of batch: AcceptedBatch
  ) -> [QuarantinedItem] {
    rejected.map { item in
      QuarantinedItem(
        source: batch.source, receivedAt: batch.receivedAt, reason: item.reason.rawValue,
        detail: item.detail, raw: item.raw, endpoint: item.endpoint?.word ?? "")
    }
  }
}

extension LiveSystem {
  /// Requests and events that wait for their commit.
  package var waiting: (requests: Int, events: Int) { inbox.waiting }

  /// Number of people who have been seen by now.
  package var peopleCount: Int { core.withLock { $0.peopleCount } }

  /// Number of entries in the queue of deadlines.
  package var deadlineCount: Int { core.withLock { $0.deadlineCount } }

  /// Memory of a part. Unit: bytes.
  package func memory(of part: LiveMemory) -> Int { core.withLock { $0.memory(of: part) } }
}
