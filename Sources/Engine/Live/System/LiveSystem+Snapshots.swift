import StarlingModel
import StarlingStore
import Synchronization

// A snapshot is taken between the commit of a step and the application of its events: the core then
// has applied what `pending.appliedSequence` says, and every change that came of it is in the log.

extension LiveSystem {
  /// Begins a snapshot if enough came since the last one.
  func takeSnapshotIfDue() {
    guard inbox.refusal == nil, let sequence = settledSequence,
      snapshots.isDue(at: sequence)
    else { return }
    snapshots.begin(core.withLock { snapshot(of: $0, at: sequence) })
  }

  /// Writes a snapshot with all answers when the loop has ended, if it is worth while.
  func takeLastSnapshot() {
    guard inbox.refusal == nil, let sequence = settledSequence else { return snapshots.wait() }
    let (workspace, lists) = catalogue.withLock { ($0.workspace, $0.lists) }
    core.withLock { core in
      let head = CoreHead(
        workspace, lists: lists, core.plan, nextThresholds: core.nextThresholds,
        thresholds: core.thresholdsInForce)
      if !snapshots.isWanted(at: sequence, head) { return snapshots.wait() }
      snapshots.finish(
        snapshot(of: core, at: sequence),
        SnapshotAnswers(head: head, states: core.states, begun: core.begun))
    }
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
