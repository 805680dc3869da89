import StarlingActivate

/// A target and how its deliveries are doing.
package struct WebhookState: Sendable {
  /// Its number, from 1.
  package var id: Int64
  /// What it is.
  package var target: WebhookTarget
  /// How it is doing; `nil` while the server starts.
  package var status: DeliveryStatus?
}
