import Synchronization

/// What the server measures of requests: how many by route and status, and how long routes take.
package final class RequestMetrics: Sendable {
  private struct Key: Hashable {
    var route: String
    var status: Int
  }

  private struct Series {
    var count: Counter
    var seconds: Histogram
  }

  private let registry: MetricsRegistry
  /// Series that were asked for before: the registry's own look-up makes texts of labels.
  private let known = Mutex<[Key: Series]>([:])

  /// Registers nothing yet: a route appears with its first request.
  package init(_ registry: MetricsRegistry) {
    self.registry = registry
  }

  /// Counts an answer.
  ///
  /// - Parameters:
  ///   - route: Pattern of the path; never the path itself.
  ///   - status: The answer's.
  ///   - ns: From the end of the request's header to the beginning of the answer.
  package func observe(_ route: String, _ status: Int, _ ns: Int64) {
    let series = known.withLock { known in
      let key = Key(route: route, status: status)
      if let series = known[key] { return series }
      let made = make(key)
      // Patterns and statuses are few; this is against mistakes only.
      if known.count < MetricsRegistry.seriesMax { known[key] = made }
      return made
    }
    series.count.add()
    series.seconds.observe(Double(ns) / 1e9)
  }

  private func make(_ key: Key) -> Series {
    Series(
      count: registry.counter(
        "starling_requests_total", "Answers, by route and status.",
        labels: [MetricLabel("route", key.route), MetricLabel("status", "\(key.status)")]),
      seconds: registry.histogram(
        "starling_request_seconds", "How long routes take to begin their answers.",
        bounds: Histogram.seconds, labels: [MetricLabel("route", key.route)]))
  }
}
