/// What Prometheus calls the type of a metric.
enum MetricKind: String, Sendable {
  case counter, gauge, histogram
}

/// One measured thing.
enum MetricSeries: Sendable {
  case counter(Counter)
  case gauge(Gauge)
  case reading(@Sendable () -> Double)
  case histogram(Histogram)
}

/// All series of one name.
struct MetricFamily: Sendable {
  let help: String
  let kind: MetricKind
  /// In the order in which they were first asked for.
  private(set) var series: [(labels: [MetricLabel], series: MetricSeries)] = []
  private var places: [[MetricLabel]: Int] = [:]

  /// A family without series.
  init(help: String, kind: MetricKind) {
    self.help = help
    self.kind = kind
  }

  /// The series of some labels. In a full family, the one of all others.
  mutating func series(
    _ labels: [MetricLabel], make: () -> MetricSeries
  ) -> MetricSeries {
    if let place = places[labels] { return series[place].series }
    var key = labels
    if !labels.isEmpty && series.count >= MetricsRegistry.seriesMax - 1 {
      key = labels.map { MetricLabel($0.name, MetricsRegistry.otherValue) }
      if let place = places[key] { return series[place].series }
    }
    let made = make()
    places[key] = series.count
    series.append((key, made))
    return made
  }
}
