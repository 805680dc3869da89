/// Writes metrics in the text format of Prometheus.
///
/// - Source: Prometheus documentation, "Exposition formats", text format 0.0.4.
enum MetricText {
  /// Whether a text may name a metric or a label.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !isDigit(first) else { return false }
    return text.utf8.allSatisfy { byte in
      isDigit(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Appends a family: help, type, series.
  static func append(_ name: String, _ family: MetricFamily, to text: inout String) {
    text += "# HELP \(name) \(escaped(family.help, quotes: false))\n"
    text += "# TYPE \(name) \(family.kind.rawValue)\n"
    for (labels, series) in family.series {
      switch series {
      case .counter(let counter):
        text += "\(name)\(braces(labels)) \(counter.value)\n"
      case .gauge(let gauge):
        text += "\(name)\(braces(labels)) \(number(gauge.value))\n"
      case .reading(let reading):
        text += "\(name)\(braces(labels)) \(number(reading()))\n"
      case .histogram(let histogram):
        append(name, labels, histogram, to: &text)
      }
    }
  }

  private static func append(
    _ name: String, _ labels: [MetricLabel], _ histogram: Histogram, to text: inout String
  ) {
    // Read once, so that +Inf and count are the same although others count meanwhile.
    let counts = histogram.cumulative
    let bounds = histogram.bounds.map(number) + ["+Inf"]
    for (bound, count) in zip(bounds, counts) {
      text += "\(name)_bucket\(braces(labels + [MetricLabel("le", bound)])) \(count)\n"
    }
    text += "\(name)_sum\(braces(labels)) \(number(histogram.sum))\n"
    text += "\(name)_count\(braces(labels)) \(counts.last ?? 0)\n"
  }

  private static func braces(_ labels: [MetricLabel]) -> String {
    if labels.isEmpty { return "" }
    let parts = labels.map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
    return "{" + parts.joined(separator: ",") + "}"
  }

  /// A double as Prometheus reads it: whole numbers without a point.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == value.rounded(), value.magnitude < 1e15 { return "\(Int64(value))" }
    return "\(value)"
  }

  private static func escaped(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
