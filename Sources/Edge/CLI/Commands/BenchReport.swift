import StarlingModel

/// What `starling bench` found.
struct BenchReport {
  /// One segment asked alone.
  struct Segment {
    var name: String
    var count: Int
    /// Sums of the members' numbers and of their squares: the number is what the digits of an
    /// identifier spell.
    var digest: (sum: Int, squares: Int)?
    /// Unit: ms.
    var fastest: Double
    /// Unit: ms.
    var median: Double
  }

  var events: Int
  var people: Int
  var importSeconds: Double
  /// Largest memory of the process so far. Unit: bytes.
  var peakBytes: Int
  /// Memory while the questions are asked. Unit: bytes.
  var residentBytes: Int
  var at: Stamp
  var segments: [Segment]
  /// All segments in one call. Unit: ms.
  var allMs: Double
  /// All segments of one person. Unit: microseconds.
  var onePerson: (median: Double, p99: Double)
  /// Appending an event and asking all segments about its person. Unit: microseconds.
  var oneEvent: (median: Double, p99: Double)
  /// Entries and exits of a replay.
  var changes: Int
  var replayEventsPerSecond: Double

  private var importRate: Double { Double(events) / max(importSeconds, 1e-9) }

  /// The figures for people.
  var table: String {
    var table = TextTable([
      ("segment", .left), ("people", .right), ("ms", .right), ("fastest ms", .right),
    ])
    for segment in segments {
      table.append([
        segment.name, NumberText.grouped(segment.count), NumberText.fixed(segment.median, 3),
        NumberText.fixed(segment.fastest, 3),
      ])
    }
    table.append(["all in one call", "", NumberText.fixed(allMs, 3), ""])
    let perEvent = NumberText.fixed(Double(peakBytes) / Double(max(events, 1)), 1)
    return """
      \(NumberText.grouped(events)) events, \(NumberText.grouped(people)) people, at \(at.iso)
      import      \(NumberText.grouped(Int(importRate))) events/s
      memory      \(NumberText.bytes(residentBytes)), peak \(NumberText.bytes(peakBytes)) \
      (\(perEvent) bytes an event)
      one person  \(NumberText.fixed(onePerson.median, 2)) µs (median), \
      \(NumberText.fixed(onePerson.p99, 2)) µs (99 %)
      one event   \(NumberText.fixed(oneEvent.median, 2)) µs (median), \
      \(NumberText.fixed(oneEvent.p99, 2)) µs (99 %)
      replay      \(NumberText.grouped(Int(replayEventsPerSecond))) events/s, \
      \(NumberText.grouped(changes)) changes

      \(table.text())
      """
  }

  /// The figures for programs.
  var json: [UInt8] {
    var json = JSONOutput()
    json.beginObject()
    json.member("events", events)
    json.member("people", people)
    json.member("import_seconds", importSeconds, digits: 6)
    json.member("import_events_per_second", importRate, digits: 1)
    json.member("peak_bytes", peakBytes)
    json.member("resident_bytes", residentBytes)
    json.key("at")
    json.value(at.iso)
    json.key("segments")
    json.beginObject()
    for segment in segments { write(segment, &json) }
    json.endObject()
    json.member("all_ms", allMs, digits: 6)
    write("one_person_us", onePerson, &json)
    write("one_event_us", oneEvent, &json)
    json.member("replay_changes", changes)
    json.member("replay_events_per_second", replayEventsPerSecond, digits: 1)
    json.endObject()
    json.endLine()
    return json.bytes
  }

  private func write(
    _ name: String, _ times: (median: Double, p99: Double), _ json: inout JSONOutput
  ) {
    json.key(name)
    json.beginObject()
    json.member("median", times.median, digits: 3)
    json.member("p99", times.p99, digits: 3)
    json.endObject()
  }

  private func write(_ segment: Segment, _ json: inout JSONOutput) {
    json.key(segment.name)
    json.beginObject()
    json.member("count", segment.count)
    if let digest = segment.digest {
      json.key("digest")
      json.beginObject()
      json.member("id_sum", digest.sum)
      json.member("id_sq_sum", digest.squares)
      json.endObject()
    }
    json.member("ms", segment.fastest, digits: 6)
    json.member("ms_median", segment.median, digits: 6)
    json.endObject()
  }
}

extension JSONOutput {
  /// Adds a name and a whole number.
  fileprivate mutating func member(_ name: String, _ number: Int) {
    key(name)
    value(number)
  }

  /// Adds a name and a number with so many digits after the point.
  fileprivate mutating func member(_ name: String, _ number: Double, digits: Int) {
    key(name)
    value(number, digits: digits)
  }
}
