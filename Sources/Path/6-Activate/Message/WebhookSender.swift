/// Carries requests to their targets. One implementation speaks HTTP, another serves tests.
package protocol WebhookSender: Sendable {
  /// Sends a request and waits for its end, within the sender's own time limits.
  func send(_ request: WebhookRequest) async -> AttemptResult
}
