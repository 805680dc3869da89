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

/// What can go wrong, or be done to the server.
enum Trouble: Equatable {
  /// An operation of the disk fails, the one after so many others.
  case diskError(after: Int)
  /// From that operation on the disk is full, for a while.
  case diskFull(after: Int)
  /// A write is done by half, then the machine is dead.
  case tornWrite(after: Int)
  /// The power fails in the middle of that operation: what was not synced is lost.
  case powerLoss(after: Int)
  /// The power fails now.
  case darkness
  /// The process is killed now; what it wrote stays.
  case kill
  /// The server is stopped in order and started again.
  case restart
  /// It is stopped in order, and started with other definitions.
  case redefinition
  /// Other definitions are put into force while it runs.
  case edit
  /// The disk has less free space than the reserve, for a while.
  case scarcity
  /// A destination is paused, or goes on.
  case pause
  /// Somebody has dead letters tried again.
  case retriedLetters
  /// There is a new destination.
  case newDestination
}
