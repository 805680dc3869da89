/// What names a delivery for ever, the same in every attempt and after every crash: target and
/// position of the change. Receivers use it to do a thing once.
package struct DeliveryID: Hashable, Sendable, CustomStringConvertible {
  /// Where to.
  package var target: WebhookTargetID
  /// Position of the change in the log of changes.
  package var position: Int64

  /// Names a delivery.
  package init(target: WebhookTargetID, position: Int64) {
    self.target = target
    self.position = position
  }

  /// `orders-17`: the text that is sent.
  package var description: String { "\(target)-\(position)" }
}
