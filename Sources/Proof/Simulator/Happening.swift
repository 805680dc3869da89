import StarlingActivate

/// One thing that happens in the simulated world.
enum Happening {
  /// A client sends a batch, or sends it again.
  case departs(batch: Int)
  /// A request reaches the server.
  case arrives(batch: Int)
  /// The server's answer reaches the client: whether the batch was kept.
  case answered(batch: Int, isKept: Bool)
  /// The client has waited long enough for the answer to an attempt.
  case lostPatience(batch: Int, attempt: Int)
  /// A webhook reaches its destination.
  case webhookArrives(WebhookPost)
  /// The server hears how an attempt ended; `run` is that of the server that made it.
  case webhookEnds(DeliveryID, AttemptResult, run: Int)
  /// The instant that the delivery worker asked to be woken at.
  case wake
  /// What became of deliveries is to be saved.
  case save
  /// Nothing but that the auditor looks, at an instant when an answer may change.
  case look
  /// The server tries again what failed.
  case triesAgain
  /// Something goes wrong.
  case trouble(Trouble)
  /// The disk is well again.
  case heals
  /// Somebody starts the server.
  case starts
}
