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

  /// Narrows the kinds of columns by every complete record of the sample.
  ///
  /// - Returns: Number of records looked at.
  static func infer(
    _ bytes: Span<UInt8>, from start: Int, _ dialect: CSVDialect, _ absent: [String],
    _ kinds: inout [ColumnKind]
  ) -> Int {
    let framing = RecordFraming.table(dialect, hasHeader: false)
    let scan = framing.scan(recordBytesMax: Limits.lineBytesMax)
    let none = absent.map { Array($0.utf8) }
    var fields = CSVFields(dialect: dialect)
    var records = 0
    var index = start
    while index < bytes.count {
      guard let (content, next) = record(bytes, from: index, scan) else { break }
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

  /// The next good record; bad ones are passed over. `nil` when the sample ends inside one, unless
  /// it is the last line, which may just lack its line end.
  private static func record(
    _ bytes: Span<UInt8>, from start: Int, _ scan: CSVRecordScan?
  ) -> (content: Int, next: Int)? {
    guard let scan else {
      let feed = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start, to: bytes.count)
      return feed.map { ($0, $0 + 1) } ?? (start == 0 ? (bytes.count, bytes.count) : nil)
    }
    switch scan.next(in: bytes, from: start, to: bytes.count, isEnd: false) {
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
