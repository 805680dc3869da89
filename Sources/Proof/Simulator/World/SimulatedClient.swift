/// What the sender of one batch knows of it.
struct SimulatedClient {
  /// How often it was sent.
  var attempts = 0
  /// Whether it heard that the batch was kept.
  var isDone = false
}
