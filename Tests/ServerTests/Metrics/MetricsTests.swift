import Foundation
import StarlingServer
import Testing

/// The registry of metrics and its text.
@Suite struct MetricsTests {
  @Test func `writes families by name with help, type and series`() {
    let registry = MetricsRegistry()
    let events = registry.counter(
      "events_total", "Events.\nAll \\ of them", labels: [MetricLabel("source", "a\"b\\c\nd")])
    events.add(3)
    registry.gauge("depth", "Depth.").set(2.5)
    registry.gauge("asked", "Asked.") { 7 }
    let time = registry.histogram("time_seconds", "Time.", bounds: [0.1, 1])
    for value in [0.05, 0.1, 0.5, 3, .nan] { time.observe(value) }
    #expect(
      registry.text == #"""
        # HELP asked Asked.
        # TYPE asked gauge
        asked 7
        # HELP depth Depth.
        # TYPE depth gauge
        depth 2.5
        # HELP events_total Events.\nAll \\ of them
        # TYPE events_total counter
        events_total{source="a\"b\\c\nd"} 3
        # HELP time_seconds Time.
        # TYPE time_seconds histogram
        time_seconds_bucket{le="0.1"} 2
        time_seconds_bucket{le="1"} 3
        time_seconds_bucket{le="+Inf"} 4
        time_seconds_sum 3.65
        time_seconds_count 4

        """#)
  }

  @Test func `numbers that are no numbers have names`() {
    let registry = MetricsRegistry()
    let gauge = registry.gauge("g", "G.")
    for (value, text) in [
      (Double.nan, "NaN"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1e20, "1e+20"), (-3, "-3"),
    ] {
      gauge.set(value)
      #expect(registry.text.hasSuffix("\ng \(text)\n"))
    }
  }

  @Test func `the same name and labels give the same series`() {
    let registry = MetricsRegistry()
    let label = [MetricLabel("reason", "late")]
    registry.counter("dropped_total", "D.", labels: label).add()
    registry.counter("dropped_total", "D.", labels: label).add(2)
    #expect(registry.counter("dropped_total", "D.", labels: label).value == 3)
  }

  @Test func `a family has only so many series`() {
    let registry = MetricsRegistry()
    for index in 0..<1_000 {
      registry.counter("c_total", "C.", labels: [MetricLabel("key", "\(index)")]).add()
    }
    let lines = registry.text.split(separator: "\n").filter { $0.hasPrefix("c_total") }
    #expect(lines.count == MetricsRegistry.seriesMax)
    #expect(lines.last == "c_total{key=\"other\"} \(1_001 - MetricsRegistry.seriesMax)")
  }

  @Test func `nothing is lost when many count at once`() async {
    let registry = MetricsRegistry()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let counter = registry.counter("c_total", "C.")
          let gauge = registry.gauge("g", "G.")
          let histogram = registry.histogram("h", "H.", bounds: [1])
          for _ in 0..<10_000 {
            counter.add()
            gauge.add(1)
            histogram.observe(0.5)
          }
        }
      }
    }
    #expect(registry.counter("c_total", "C.").value == 80_000)
    #expect(registry.gauge("g", "G.").value == 80_000)
    let histogram = registry.histogram("h", "H.", bounds: [1])
    #expect(histogram.cumulative == [80_000, 80_000] && histogram.sum == 40_000)
  }

  @Test func `the page of metrics has every metric and no other`() throws {
    let registry = MetricsRegistry()
    _ = DeliveryMetrics(registry)
    RequestMetrics(registry).observe("/healthz", 200, 1_000)
    let live = LiveMetrics(registry)
    live.readQueue(requests: { 0 }, events: { 0 })
    live.readMemory("timelines") { 0 }
    live.readLog { 0 }
    live.readPeople { 0 }
    live.readDeadlines { 0 }
    live.readDisk(free: { 0 }, takesEvents: { true })
    let registered = registry.text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
      .map { $0.split(separator: " ")[2] }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appending(path: "docs/reference/metrics.md"), encoding: .utf8)
    let listed = page.split(separator: "\n").filter { $0.hasPrefix("| `starling_") }
      .compactMap { $0.split(separator: "`").dropFirst().first }
    #expect(Set(listed) == Set(registered))
  }
}
