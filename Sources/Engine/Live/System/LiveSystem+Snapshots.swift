import Dispatch
import StarlingModel
import StarlingStore
import Synchronization

// A snapshot is taken between the commit of a step and the application of its events: the core then
// has applied what `pending.appliedSequence` says, and every change that came of it is in the log.
//
// While the loop goes on the answers are copied a tile at a time, between its steps. Who was
// touched since the snapshot was begun is left out: what is copied of the others is as it was then.

extension LiveSystem {
  /// A state to be written, and the answers to it if they are to be kept.
  private typealias Taken = (SnapshotWork, SnapshotAnswers?)

  /// Begins a snapshot if enough came since the last one.
  func takeSnapshotIfDue() {
    guard inbox.refusal == nil, let sequence = settledSequence,
      snapshots.isDue(at: sequence)
    else { return }
    let isPutting = put.withLock { $0 != nil }
    let (work, answers) = core.withLock { (core: inout LiveCore) -> Taken in
      core.unkept = isPutting ? nil : TouchedPeople()
      let work = snapshot(of: core, at: sequence)
      if isPutting { return (work, nil) }
      return (work, self.answers(of: core) { [weak self] index in self?.copy(ofTile: index) })
    }
    snapshots.begin(work, answers) { [weak self] in
      guard let self else { return }
      core.withLock { $0.unkept = nil }
    }
  }

  /// A copy of what the core knows of a tile's people, made between two steps of the loop; `nil`
  /// when there is no other step, or what was known is not kept any more.
  private func copy(ofTile index: Int) -> StatesCopy? {
    let copied = Mutex<StatesCopy?>(nil)
    let isDone = DispatchSemaphore(value: 0)
    let isOpen = inbox.add(order: { [weak self] in
      let copy = self?.core.withLock { core -> StatesCopy? in
        guard let unkept = core.unkept else { return nil }
        return core.states.copy(ofTile: index) { unkept.contains($0) }
      }
      copied.withLock { $0 = copy ?? nil }
      isDone.signal()
    })
    if !isOpen { return nil }
    isDone.wait()
    return copied.withLock { $0 }
  }

  /// Writes a snapshot with all answers when the loop has ended, if it is worth while.
  func takeLastSnapshot() {
    guard inbox.refusal == nil, let sequence = settledSequence else { return snapshots.wait() }
    let (work, answers) = core.withLock { (core: inout LiveCore) -> Taken in
      let work = snapshot(of: core, at: sequence)
      let answers = self.answers(of: core) { index in
        self.core.withLock { $0.states.copy(ofTile: index) { _ in false } }
      }
      return (work, answers)
    }
    guard let answers, snapshots.isWanted(at: sequence, answers.head) else {
      return snapshots.wait()
    }
    snapshots.finish(work, answers)
  }

  private func answers(
    of core: borrowing LiveCore, _ tile: @escaping @Sendable (Int) -> StatesCopy?
  ) -> SnapshotAnswers {
    let (workspace, lists) = catalogue.withLock { ($0.workspace, $0.lists) }
    let head = CoreHead(
      workspace, lists: lists, core.plan, nextThresholds: core.nextThresholds,
      thresholds: core.thresholdsInForce)
    return SnapshotAnswers(
      head: head, begun: core.begun, tiles: core.states.tileCount, tile: tile)
  }

  /// Number behind the last event whose changes are all committed; `nil` when some are not.
  private var settledSequence: Int64? {
    pending.withLock { $0.changes.isEmpty ? $0.appliedSequence : nil }
  }

  private func snapshot(of core: borrowing LiveCore, at sequence: Int64) -> SnapshotWork {
    SnapshotWork(
      timeline: core.timeline, sequence: sequence, position: store.nextPosition - 1,
      clock: core.clock)
  }
}
