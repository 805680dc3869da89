import StarlingColumns
import StarlingEngine
import StarlingModel

extension LiveSystem {
  /// Sends events as one request.
  func send(_ events: [Event]) async throws {
    var batch = EventBatch()
    for event in events { batch.append(event) }
    try await accept(
      AcceptedBatch(
        events: batch, sentStamps: batch.stamps, receivedAt: clock.now, source: 1),
      rejected: [])
  }
}
