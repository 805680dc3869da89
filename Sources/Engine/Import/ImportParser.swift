import StarlingCollect

/// A thread's own parser for the format of a source.
struct ImportParser: ~Copyable {
  private var lines: JSONLinesParser?
  private var table: CSVParser?

  init(_ format: ImportFormat) throws(CollectError) {
    switch format {
    case .jsonLines: lines = JSONLinesParser()
    case .table(let plan): table = try CSVParser(plan: plan)
    }
  }

  /// Turns a chunk into events and rejections.
  mutating func parse(_ chunk: InputChunk) throws(CollectError) -> ParsedChunk? {
    if let parsed = try table?.parse(chunk) { return parsed }
    return lines?.parse(chunk)
  }
}
