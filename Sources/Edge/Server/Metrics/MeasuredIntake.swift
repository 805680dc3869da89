import StarlingCollect
import StarlingColumns
import StarlingEngine

/// Counts what goes through to another intake, and how long that takes.
struct MeasuredIntake: EventIntake {
  let inner: any EventIntake
  let metrics: LiveMetrics

  func accept(_ batch: AcceptedBatch, rejected: [RejectedItem]) async throws {
    let start = WallClock.ticksNs()
    do {
      try await inner.accept(batch, rejected: rejected)
    } catch {
      metrics.countRefusal()
      throw error
    }
    note(rejected, since: start)
  }

  func offer(
    _ batch: AcceptedBatch, rejected: [RejectedItem],
    done: @escaping @Sendable (IntakeRefusal?) -> Void
  ) {
    let start = WallClock.ticksNs()
    inner.offer(batch, rejected: rejected) { refusal in
      if refusal == nil { note(rejected, since: start) } else { metrics.countRefusal() }
      done(refusal)
    }
  }

  private func note(_ rejected: [RejectedItem], since start: Int64) {
    metrics.acceptSeconds.observe(Double(WallClock.ticksNs() - start) / 1e9)
    metrics.count(rejected)
  }
}
