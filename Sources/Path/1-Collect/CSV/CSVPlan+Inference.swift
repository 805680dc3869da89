import StarlingColumns

extension CSVPlan {
  /// The delimiter that occurs most often in the first line; runs of blanks when none does.
  static func sniff(_ bytes: Span<UInt8>) -> CSVDialect {
    let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: 0, to: bytes.count) ?? bytes.count
    let line = bytes.extracting(0..<end)
    var best: (count: Int, delimiter: UInt8) = (0, UInt8(ascii: ","))
    for delimiter in [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")] {
      let count = line.occurrences(of: delimiter, before: end)
      if count > best.count { best = (count, delimiter) }
    }
    let hasBlanks = line.occurrences(of: UInt8(ascii: " "), before: end) > 0
    return best.count == 0 && hasBlanks ? .blanks : .delimited(by: best.delimiter)
  }

  /// A quote that does not close within this many bytes is taken for a stray one. Unit: bytes.
  private static let openRecordBytesMax = 64 << 10

  /// Narrows the kinds of columns by every good record of the sample.
  ///
  /// - Parameter isWhole: Whether the table ends with the sample, so that its last record counts
  ///   although no line end may follow it.
  /// - Returns: Number of records looked at.
  static func infer(
    _ bytes: Span<UInt8>, from start: Int, isWhole: Bool, _ dialect: CSVDialect,
    _ absent: [String], _ kinds: inout [ColumnKind]
  ) -> Int {
    let framing = RecordFraming.table(dialect, hasHeader: false)
    let scan = framing.scan(recordBytesMax: Limits.lineBytesMax)
    let none = absent.map { Array($0.utf8) }
    var fields = CSVFields(dialect: dialect)
    var records = 0
    var index = start
    while index < bytes.count {
      guard let (content, next) = record(bytes, from: index, isWhole: isWhole, scan) else { break }
      if content > index {
        fields.split(bytes, from: index, to: content)
        if fields.count == kinds.count {
          records += 1
          for column in 0..<kinds.count {
            kinds[column] = narrowed(kinds[column], by: fields.bytes(column, of: bytes), none)
          }
        }
      }
      index = next
    }
    return records
  }

  /// The next record, without content when it is bad; `nil` when the sample ends inside it.
  private static func record(
    _ bytes: Span<UInt8>, from start: Int, isWhole: Bool, _ scan: CSVRecordScan?
  ) -> (content: Int, next: Int)? {
    let count = bytes.count
    guard let scan else {
      let feed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: count)
      return feed.map { ($0, $0 + 1) } ?? (isWhole ? (count, count) : nil)
    }
    var outcome = scan.next(in: bytes, from: start, to: count, isEnd: isWhole)
    if outcome == .open && count - start > openRecordBytesMax {
      outcome = scan.next(in: bytes, from: start, to: count, isEnd: true)
    }
    switch outcome {
    case .record(let content, let next): return (content, next)
    case .bad(_, _, let next): return (start, next)
    case .open: return nil
    }
  }

  private static func narrowed(
    _ kind: ColumnKind, by value: Span<UInt8>, _ absent: [[UInt8]]
  ) -> ColumnKind {
    if kind == .text || value.isEmpty { return kind }
    for none in absent {
      if value.matches(none.span) { return kind }
    }
    let found: ColumnKind =
      DecimalText.number(value) != nil
      ? .number : DecimalText.boolean(value) != nil ? .boolean : .text
    return kind == .unknown || kind == found ? found : .text
  }
}
