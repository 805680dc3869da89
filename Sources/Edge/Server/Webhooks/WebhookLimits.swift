import NIOCore

/// What a webhook may cost.
package enum WebhookLimits {
  /// Until a connection is made, the handshake of TLS included.
  package static let connectTimeout = TimeAmount.seconds(5)
  /// From the beginning of an attempt to the end of the answer's headers.
  package static let answerTimeout = TimeAmount.seconds(15)
  /// What is read of an answer's body, so that the connection can be used again; one with more is
  /// closed. Unit: bytes.
  package static let answerBytesMax = 16_384
  /// How long connections are kept for the next webhook.
  package static let idleTimeout = TimeAmount.seconds(30)
  /// How long a stop waits for webhooks under way: one attempt's time. Unit: s.
  package static let stopSeconds: Int64 = 15
  /// The longest sleep before the clock is looked at again, so that a clock that was set forward is
  /// noticed. Unit: ms.
  package static let sleepMaxMs: Int64 = 5_000
  /// Until saving is tried again. Unit: ms.
  package static let saveRetryMs: Int64 = 1_000
  /// While updates of more rows than this wait to be saved, nothing new is sent.
  package static let unsavedRowsMax = 10_000
}
