import StarlingColumns

/// Parses chunks of a table into events, as a plan says.
///
/// The result depends on the plan and the chunk alone. Each thread has a parser of its own.
package struct CSVParser: ~Copyable {
  private let plan: CSVPlan
  private let scan: CSVRecordScan?
  private let lineBytesMax: Int
  private var fields: CSVFields
  private var rows: CSVRowReader
  /// The header that `rows` was made for.
  private var header: [String]?
  private var rejections: [Rejection] = []

  /// A parser for tables of this plan.
  ///
  /// - Throws: `CollectError.badMapping` when there is no such time zone.
  package init(plan: CSVPlan, lineBytesMax: Int = Limits.lineBytesMax) throws(CollectError) {
    let format = try CSVTimeFormat.named(plan.mapping.timeFormat)
    let zone = try ZoneOffsets.named(plan.mapping.timeZone)
    self.plan = plan
    self.lineBytesMax = lineBytesMax
    scan = plan.framing.scan(recordBytesMax: lineBytesMax)
    fields = CSVFields(dialect: plan.dialect)
    rows = CSVRowReader(plan.mapping, format: format, zone: zone)
  }

  /// Parses the records of a chunk.
  ///
  /// - Throws: `CollectError.badMapping` when the chunk's file lacks columns of the mapping.
  package mutating func parse(_ chunk: InputChunk) throws(CollectError) -> ParsedChunk {
    let names = plan.mapping.header.isEmpty ? chunk.header : plan.mapping.header
    if header != names && chunk.count > 0 {
      rows.roles = try CSVRoles(plan, names: names, place: chunk.file)
      header = names
      fields.reserve(columns: names.count)
    }
    rejections = chunk.rejections
    rows.beginBatch()
    let lines = parseRecords(chunk)
    defer { rejections = [] }
    return ParsedChunk(
      sequence: chunk.sequence, file: chunk.file, batch: rows.batch.finish(),
      rejections: rejections, misfits: misfits, lines: lines + chunk.rejections.count,
      bytes: chunk.count + chunk.rejectedBytes, consumedBytes: chunk.consumedBytes)
  }

  /// The columns of which values in the present batch are not of the kind that the plan names.
  private var misfits: [ColumnMisfits] {
    guard let header else { return [] }
    var found: [ColumnMisfits] = []
    for (index, count) in rows.misfits.enumerated() where count > 0 {
      let step = rows.roles.steps[index]
      found.append(ColumnMisfits(column: header[step.column], kind: step.kind, count: count))
    }
    return found
  }

  /// Parses all records; returns the number of lines they fill.
  private mutating func parseRecords(_ chunk: InputChunk) -> Int {
    let bytes = chunk.bytes.span
    let isText = JSONDocument.isUTF8(bytes, from: 0, to: chunk.count)
    var start = 0
    var lines = 0
    while start < chunk.count {
      let split = split(bytes, start, chunk.count)
      if !isBlank(bytes, start, split.content),
        let problem = take(bytes, start, split, isText: isText)
      {
        rejections.append(
          Rejection(
            file: chunk.file, line: chunk.firstLine + lines, reason: problem.reason,
            detail: problem.detail, raw: bytes.extracting(start..<split.content).droppingReturn))
      }
      lines += split.isOneLine ? 1 : self.lines(bytes, start, split.next)
      start = split.next
    }
    return lines
  }

  /// Adds a record as a row; returns what is wrong when it cannot be added.
  private mutating func take(
    _ bytes: Span<UInt8>, _ start: Int, _ split: Split, isText: Bool
  ) -> LineProblem? {
    switch split.reason {
    case .lineTooLong?:
      return LineProblem(
        .lineTooLong, "longer than \(lineBytesMax) bytes; only its beginning is kept")
    case let reason?:
      return LineProblem(
        reason, "a quoted field is not closed or text follows it; a quote inside must be doubled")
    case nil:
      if !isText && !JSONDocument.isUTF8(bytes, from: start, to: split.content) {
        return LineProblem(.invalidUTF8, "the record is not UTF-8")
      }
      return rows.read(bytes, fields)
    }
  }

  private func isBlank(_ bytes: Span<UInt8>, _ start: Int, _ content: Int) -> Bool {
    if content == start { return true }
    if content == start + 1 && bytes[start] == UInt8(ascii: "\r") { return true }
    return scan == nil && fields.count == 0
  }

  private func lines(_ bytes: Span<UInt8>, _ start: Int, _ next: Int) -> Int {
    bytes.extracting(start..<next).occurrences(of: UInt8(ascii: "\n"), before: next - start)
  }

  /// A record whose fields were found, or why it has none.
  private struct Split {
    var content: Int
    var next: Int
    var isOneLine: Bool
    var reason: RejectReason?
  }

  private mutating func split(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Split {
    guard let scan else {
      let feed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: end) ?? end
      fields.split(bytes, from: start, to: feed)
      return plain(start, feed, end)
    }
    if let feed = fields.splitPlain(bytes, from: start, to: end, delimiter: scan.delimiter) {
      return plain(start, feed, end)
    }
    switch scan.next(in: bytes, from: start, to: end, isEnd: true) {
    case .record(let content, let next):
      fields.split(bytes, from: start, to: content)
      return Split(content: content, next: next, isOneLine: false)
    case .bad(let reason, let content, let next):
      return Split(content: content, next: next, isOneLine: true, reason: reason)
    case .open: preconditionFailure("a scan to the end left a record open")
    }
  }

  /// A record on the line that ends at `feed`.
  private func plain(_ start: Int, _ feed: Int, _ end: Int) -> Split {
    Split(
      content: feed, next: min(feed + 1, end), isOneLine: true,
      reason: feed - start > lineBytesMax ? .lineTooLong : nil)
  }
}
