import StarlingCollect

/// What became of the lines of an import into a data directory.
struct HistorySummary {
  /// Events that are new.
  var events = 0
  /// Events passed over because their message ids were there before.
  var duplicates = 0
  /// Lines read, blank ones included.
  var lines = 0
  /// Text read, decompressed. Unit: bytes.
  var bytes = 0
  /// Lines that were not taken, by reason.
  var rejected: [RejectReason: Int] = [:]

  /// Adds what a chunk was read as.
  mutating func count(_ chunk: ParsedChunk) {
    lines += chunk.lines
    bytes += chunk.bytes
    for rejection in chunk.rejections { rejected[rejection.reason, default: 0] += 1 }
  }

  /// The summary in a line.
  func text(seconds: Double) -> String {
    var text = "\(NumberText.grouped(events)) events"
    if duplicates > 0 { text += ", \(NumberText.grouped(duplicates)) duplicates left out" }
    let rate = Int(Double(events) / max(seconds, 0.001))
    text += "; \(NumberText.grouped(lines)) lines, \(NumberText.bytes(bytes)) in "
    return text + "\(NumberText.fixed(seconds, 2)) s (\(NumberText.grouped(rate)) events/s)\n"
  }

  /// What to say of lines that were not taken; `nil` when all were.
  ///
  /// - Parameter place: Where they are now.
  func warning(_ place: String) -> String? {
    let count = rejected.values.reduce(0, +)
    if count == 0 { return nil }
    let reasons = rejected.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { "\($0.key.rawValue) \(NumberText.grouped($0.value))" }.joined(separator: ", ")
    return "\(NumberText.grouped(count)) of \(NumberText.grouped(lines)) lines could not be read"
      + " (\(reasons)); \(place)"
  }
}
