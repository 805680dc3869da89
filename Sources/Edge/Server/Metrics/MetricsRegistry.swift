import Synchronization

// What the server measures of itself, for Prometheus.
//
// Whoever counts holds a `Counter`, `Gauge` or `Histogram` and changes it without a lock: each is
// one or a few atomic numbers. The registry is asked for them once, at the start, and again only by
// `/metrics`, which writes all of them as text. What somebody else knows already (sizes of queues,
// memory) is a closure that is called then.
//
// A family may have labels. The values of a label come from closed lists where that is possible;
// where not, a family stops at `seriesMax` and counts what is beyond under the label value "other",
// so that memory and the length of `/metrics` are bounded whatever comes.

/// All metrics of a server.
package final class MetricsRegistry: Sendable {
  /// Series of one family. With more, the last one counts for all others.
  package static let seriesMax = 400
  /// The label value under which a full family counts.
  package static let otherValue = "other"

  private let families = Mutex<[String: MetricFamily]>([:])

  /// A registry without metrics.
  package init() {}

  /// A number that only grows. The same name and labels give the same counter.
  ///
  /// - Parameters:
  ///   - name: Letters, digits and `_`, ending in `_total`.
  ///   - help: What is counted, in a sentence.
  ///   - labels: Names and values; the names are the same for all of a family.
  package func counter(
    _ name: String, _ help: String, labels: [MetricLabel] = []
  ) -> Counter {
    let series = series(name, help, .counter, labels) { .counter(Counter()) }
    guard case .counter(let counter) = series else { return Counter() }
    return counter
  }

  /// A number that goes up and down.
  package func gauge(_ name: String, _ help: String, labels: [MetricLabel] = []) -> Gauge {
    let series = series(name, help, .gauge, labels) { .gauge(Gauge()) }
    guard case .gauge(let gauge) = series else { return Gauge() }
    return gauge
  }

  /// A number that is asked for when metrics are read.
  package func gauge(
    _ name: String, _ help: String, labels: [MetricLabel] = [],
    reading: @escaping @Sendable () -> Double
  ) {
    _ = series(name, help, .gauge, labels) { .reading(reading) }
  }

  /// How often values of which size occur.
  ///
  /// - Parameter bounds: Upper bounds of the buckets, inclusive and ascending; that of the whole
  ///   family is that of its first series.
  package func histogram(
    _ name: String, _ help: String, bounds: [Double], labels: [MetricLabel] = []
  ) -> Histogram {
    let series = series(name, help, .histogram, labels) { .histogram(Histogram(bounds: bounds)) }
    guard case .histogram(let histogram) = series else { return Histogram(bounds: bounds) }
    return histogram
  }

  private func series(
    _ name: String, _ help: String, _ kind: MetricKind, _ labels: [MetricLabel],
    make: () -> MetricSeries
  ) -> MetricSeries {
    precondition(MetricText.isName(name), "\(name) is no name of a metric")
    precondition(labels.allSatisfy { MetricText.isName($0.name) }, "labels of \(name): \(labels)")
    return families.withLock { families in
      var family = families[name] ?? MetricFamily(help: help, kind: kind)
      precondition(family.kind == kind, "\(name) is a \(family.kind) already, not a \(kind)")
      let series = family.series(labels, make: make)
      families[name] = family
      return series
    }
  }

  /// All metrics in the text format of Prometheus, version 0.0.4, families by name.
  package var text: String {
    let all = families.withLock { $0 }.sorted { $0.key < $1.key }
    var text = ""
    for (name, family) in all { MetricText.append(name, family, to: &text) }
    return text
  }

  /// The media type of `text`.
  package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"
}
