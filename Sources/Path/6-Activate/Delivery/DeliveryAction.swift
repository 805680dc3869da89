import StarlingModel

/// What the scheduler wants done. Carry actions out in their order; each may be carried out in the
/// background.
package enum DeliveryAction: Equatable, Sendable {
  /// Send a request and hand its end to `attemptEnded`.
  case send(DeliveryAttempt)
  /// Save in one transaction, in the order of the updates; see `DeliveryUpdate.merge`.
  case record(DeliveryUpdate)
  /// Read that many changes after a position and hand them to `changesRead`.
  case readChanges(target: WebhookTargetID, after: Int64, limit: Int)
  /// Call `wake` at that instant. It takes the place of the instant given before.
  case wake(at: Stamp)
}
