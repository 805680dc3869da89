import Dispatch

/// Runs a live system turn by turn on the thread of its owner, in place of `LiveSystem.run`: for
/// whoever wants the same order of things each time.
///
/// Turns are those of the loop. What the loop leaves to threads beside it has ended when a call
/// returns.
package struct LiveDriver {
  /// How far a call came.
  package enum Outcome: Sendable {
    /// All that came before is durable, applied and announced, and all that is due is answered.
    case settled
    /// Nothing could be written: it waits, to be tried again.
    case failing
    /// The system was stopped, and all is done.
    case ended
  }

  private let system: LiveSystem
  private var state: LoopState

  /// A driver of a system that nobody else runs.
  package init(_ system: LiveSystem) {
    self.system = system
    state = LoopState(sealedAt: system.observer.nanoseconds())
  }

  /// Takes turns until there is nothing to do or nothing can be done.
  package mutating func run() -> Outcome {
    while true {
      let turn = system.turn(&state)
      waitForOthers()
      switch turn {
      case .busy: continue
      case .idle:
        // Something beside the loop may have ended with an order to it.
        if system.inbox.isEmpty { return .settled }
      case .failing: return .failing
      case .ended:
        system.finish()
        return .ended
      }
    }
  }

  /// Waits for what goes on beside the loop, and does meanwhile what it asks of the loop.
  private func waitForOthers() {
    system.upkeep.wait()
    system.backfills.sync {}
    system.sealings.sync {}
    while system.snapshots.isWriting {
      for order in system.inbox.takeOrders() { order() }
      system.inbox.wait(ms: 1)
    }
    system.snapshots.wait()
  }
}
