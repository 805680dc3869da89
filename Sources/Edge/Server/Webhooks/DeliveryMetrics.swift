import StarlingActivate

/// What the server measures of its webhooks. Names and units are in docs/reference/metrics.md.
package struct DeliveryMetrics: Sendable {
  private let delivered: Counter
  private let retried: Counter
  private let givenUp: Counter
  private let duration: Histogram
  /// Requests under way.
  let inFlight: Gauge
  /// Rows that wait to be saved.
  let unsavedRows: Gauge

  /// Registers them.
  package init(_ registry: MetricsRegistry) {
    func attempts(_ end: String) -> Counter {
      registry.counter(
        "starling_webhook_attempts_total",
        "Ends of attempts to deliver a webhook, by what they mean.",
        labels: [MetricLabel("end", end)])
    }
    delivered = attempts("delivered")
    retried = attempts("retry")
    givenUp = attempts("give_up")
    duration = registry.histogram(
      "starling_webhook_attempt_seconds", "How long attempts to deliver a webhook took.",
      bounds: Histogram.seconds)
    inFlight = registry.gauge("starling_webhooks_in_flight", "Webhook requests under way.")
    unsavedRows = registry.gauge(
      "starling_webhook_unsaved_rows", "Rows of the state of deliveries that wait to be saved.")
  }

  /// Counts the end of an attempt.
  func ended(_ result: AttemptResult, attempt: DeliveryAttempt, seconds: Double) {
    switch result.verdict {
    case .delivered: delivered.add()
    case .retry: retried.add()
    case .giveUp: givenUp.add()
    }
    duration.observe(seconds)
  }
}
