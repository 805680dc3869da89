import StarlingCollect

/// How the lines of a file are read.
package enum ImportFormat: Hashable, Sendable {
  /// Segment calls, one JSON object a line.
  case jsonLines
  /// Rows of a table, as planned.
  case table(CSVPlan)
}

/// What a file's name or first bytes say about its format.
enum FormatHint: Hashable, Sendable {
  case jsonLines, table

  /// What a name says, compression aside; `nil` when it says nothing.
  init?(name: String) {
    var name = name.lowercased()
    for ending in [".gz", ".zst"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    if [".jsonl", ".ndjson", ".json"].contains(where: name.hasSuffix) {
      self = .jsonLines
    } else if [".csv", ".tsv"].contains(where: name.hasSuffix) {
      self = .table
    } else {
      return nil
    }
  }

  /// What the beginning of a file says: a call starts with `{`; anything else is a table when the
  /// user said what its columns mean.
  init(sample: [UInt8], hasMapping: Bool) {
    let first = sample.first { !" \t\r\n".utf8.contains($0) }
    self = first == UInt8(ascii: "{") || !hasMapping ? .jsonLines : .table
  }
}
