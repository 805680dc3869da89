import StarlingColumns

/// How the input is cut into pieces that can be parsed on their own.
package enum RecordFraming: Hashable, Sendable {
  /// Every line stands alone (JSON Lines, tables without quotes).
  case lines
  /// CSV records, which may hold line ends in quotes.
  case table(CSVDialect, hasHeader: Bool)

  /// Whether the first record of every file names the columns.
  var hasHeader: Bool {
    if case .table(_, let hasHeader) = self { hasHeader } else { false }
  }

  /// The scan that finds record ends; `nil` where every line is a record.
  func scan(recordBytesMax: Int) -> CSVRecordScan? {
    if case .table(.delimited(let delimiter), _) = self {
      CSVRecordScan(delimiter: delimiter, recordBytesMax: recordBytesMax)
    } else {
      nil
    }
  }

  /// Where the last complete record ends; `nil` when none does.
  ///
  /// - Parameter text: Starts at the start of a record; more bytes follow it.
  func cut(_ text: Span<UInt8>, recordBytesMax: Int) -> Int? {
    let feed = UInt8(ascii: "\n")
    let count = text.count
    guard let scan = scan(recordBytesMax: recordBytesMax) else {
      return text.lastIndex(of: feed, before: count).map { $0 + 1 }
    }
    var end = 0
    var quote = text.firstIndex(of: UInt8(ascii: "\""), from: 0, to: count)
    while let place = quote {
      // Lines before the one with the quote need no look.
      if let line = text.lastIndex(of: feed, before: place), line >= end { end = line + 1 }
      switch scan.next(in: text, from: end, to: count, isEnd: false) {
      case .record(_, let next), .bad(_, _, let next): end = next
      case .open: return end == 0 ? nil : end
      }
      quote = text.firstIndex(of: UInt8(ascii: "\""), from: end, to: count)
    }
    if let line = text.lastIndex(of: feed, before: count), line >= end { end = line + 1 }
    return end == 0 ? nil : end
  }
}
