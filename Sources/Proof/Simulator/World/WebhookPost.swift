import StarlingActivate
import StarlingModel

/// A webhook on its way.
struct WebhookPost {
  /// The delivery, as the server knows it.
  var id: DeliveryID
  /// What goes over the wire.
  var request: WebhookRequest
  /// The server's run that sent it.
  var run: Int
}
