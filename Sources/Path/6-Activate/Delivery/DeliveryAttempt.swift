import StarlingModel

/// A request that is to be sent now.
package struct DeliveryAttempt: Equatable, Sendable {
  /// Where to, as it was configured when the attempt began.
  package var target: WebhookTarget
  /// What is told.
  package var change: MembershipChange
  /// The number of the attempt, from 1.
  package var number: Int

  /// Makes an attempt.
  package init(target: WebhookTarget, change: MembershipChange, number: Int) {
    self.target = target
    self.change = change
    self.number = number
  }

  /// The delivery's id for ever.
  package var id: DeliveryID { DeliveryID(target: target.id, position: change.position) }
}
