import StarlingColumns

/// The first record of a table: the names of its columns.
struct CSVHeader {
  var names: [String]
  /// Where the next record starts.
  var next: Int

  /// Reads the header that `text` starts with; `nil` when it cannot be read.
  init?(_ text: Span<UInt8>, dialect: CSVDialect, recordBytesMax: Int) {
    var content = text.count
    next = text.count
    if case .delimited(let delimiter) = dialect {
      let scan = CSVRecordScan(delimiter: delimiter, recordBytesMax: recordBytesMax)
      guard
        case .record(let end, let following) = scan.next(
          in: text, from: 0, to: text.count, isEnd: true)
      else { return nil }
      (content, next) = (end, following)
    } else if let feed = text.firstIndex(of: UInt8(ascii: "\n"), from: 0, to: text.count) {
      (content, next) = (feed, feed + 1)
    }
    if content > recordBytesMax { return nil }
    var fields = CSVFields(dialect: dialect)
    fields.split(text, from: 0, to: content)
    if fields.count > Limits.columnsMax { return nil }
    names = []
    for index in 0..<fields.count {
      let name = String(copying: fields.bytes(index, of: text))
      names.append(name.trimmingBlanks)
    }
  }

  /// What to say of a table that has nothing where its header should be.
  static func missing(place: String) -> CollectError {
    CollectError(
      .badMapping, place: place,
      "the file is empty or begins with a blank line; it needs a header line that names the "
        + "columns, or header: in a mapping")
  }

  /// What to say of a table whose header cannot be read.
  static func unreadable(place: String, recordBytesMax: Int) -> CollectError {
    CollectError(
      .badMapping, place: place,
      "the header cannot be read: its quotes are broken, it is longer than \(recordBytesMax) bytes "
        + "or has more than \(Limits.columnsMax) columns; without a header, name the columns with "
        + "header: in a mapping")
  }
}

extension String {
  /// The text without blanks and tabs at its ends.
  var trimmingBlanks: String {
    var part = Substring(self)
    while part.first == " " || part.first == "\t" { part.removeFirst() }
    while part.last == " " || part.last == "\t" { part.removeLast() }
    return String(part)
  }
}
