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
    metrics.acceptSeconds.observe(Double(WallClock.ticksNs() - start) / 1e9)
    metrics.count(rejected)
  }
}
