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
}
