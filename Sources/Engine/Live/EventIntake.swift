import StarlingCollect
import StarlingColumns

/// Takes what requests bring: the door from the edge into the engine.
package protocol EventIntake: Sendable {
  /// Takes events and what was refused beside them; returns when both are durable, so that the
  /// client may be told that all is well.
  ///
  /// - Parameters:
  ///   - batch: The events; there may be none.
  ///   - rejected: Items for the quarantine of the batch's source.
  /// - Throws: `IntakeRefusal` when the client should try again; nothing was kept then.
  func accept(_ batch: AcceptedBatch, rejected: [RejectedItem]) async throws

  /// The same without waiting.
  ///
  /// - Parameter done: Called once, on any thread: with nothing when all is durable, else with the
  ///   reason why nothing was kept.
  func offer(
    _ batch: AcceptedBatch, rejected: [RejectedItem],
    done: @escaping @Sendable (IntakeRefusal?) -> Void)
}

extension EventIntake {
  /// Waits in a task of its own.
  package func offer(
    _ batch: AcceptedBatch, rejected: [RejectedItem],
    done: @escaping @Sendable (IntakeRefusal?) -> Void
  ) {
    Task {
      do {
        try await accept(batch, rejected: rejected)
        done(nil)
      } catch let refusal as IntakeRefusal {
        done(refusal)
      } catch {
        done(IntakeRefusal(.unavailable, retryAfterSeconds: 5, "\(error)"))
      }
    }
  }
}
