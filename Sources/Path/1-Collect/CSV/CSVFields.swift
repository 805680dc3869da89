import StarlingColumns

/// The fields of one record as ranges of its bytes; reused from record to record.
///
/// A field with doubled quotes is copied to `scratch` with each pair made one.
struct CSVFields {
  private let dialect: CSVDialect
  /// Start and end of field n at 2n and 2n + 1; the high bit of an end says that both point into
  /// `scratch`.
  private var bounds: [Int] = []
  private var scratch: [UInt8] = []
  private(set) var count = 0

  private static let inScratch = Int.min

  init(dialect: CSVDialect) {
    self.dialect = dialect
  }

  /// Makes room for the fields of records with `columns` columns; see `splitPlain`.
  mutating func reserve(columns: Int) {
    bounds = [Int](repeating: 0, count: 2 * columns)
  }

  /// Splits a record that `CSVRecordScan` found to be well quoted.
  mutating func split(_ bytes: Span<UInt8>, from start: Int, to end: Int) {
    count = 0
    scratch.removeAll(keepingCapacity: true)
    let content = end > start && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    switch dialect {
    case .delimited(let delimiter): splitQuoted(bytes, start, content, delimiter)
    case .blanks: splitBlanks(bytes, start, content)
    }
  }

  /// Splits as far as the end of the record, which must hold no quote at the start of a field.
  ///
  /// Fields beyond the reserved columns are counted and not kept: such a record is refused.
  ///
  /// - Returns: Where the line feed stands, or `end`; `nil` when a field starts with a quote.
  mutating func splitPlain(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, delimiter: UInt8
  ) -> Int? {
    let feed = UInt8(ascii: "\n")
    let quote = UInt8(ascii: "\"")
    var bounds = self.bounds.mutableSpan
    var slot = 0
    var field = start
    while true {
      if field < end && bytes[field] == quote { return nil }
      let index = bytes.index(ofEither: delimiter, or: feed, from: field, to: end)
      let isLast = index == end || bytes[index] == feed
      let hasReturn = isLast && index > field && bytes[index &- 1] == UInt8(ascii: "\r")
      if slot &+ 1 < bounds.count {
        bounds[slot] = field
        bounds[slot &+ 1] = hasReturn ? index &- 1 : index
      }
      slot &+= 2
      if isLast {
        count = slot &>> 1
        return index
      }
      field = index &+ 1
    }
  }

  /// The content of a field: a part of the record's bytes, or of `scratch`.
  @_lifetime(borrow self, copy bytes)
  func bytes(_ index: Int, of bytes: Span<UInt8>) -> Span<UInt8> {
    let start = bounds[2 &* index]
    let end = bounds[2 &* index &+ 1]
    if end >= 0 { return bytes.extracting(start..<end) }
    return scratch.span.extracting(start..<(end ^ Self.inScratch))
  }

  /// Whether a field is empty.
  func isEmpty(_ index: Int) -> Bool {
    bounds[2 &* index] == bounds[2 &* index &+ 1] & ~Self.inScratch
  }

  private mutating func add(_ start: Int, _ end: Int) {
    if 2 * count == bounds.count { bounds += [0, 0] }
    bounds[2 &* count] = start
    bounds[2 &* count &+ 1] = end
    count &+= 1
  }

  private mutating func splitQuoted(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ delimiter: UInt8
  ) {
    var index = start
    while true {
      if index < end && bytes[index] == UInt8(ascii: "\"") {
        index = quotedField(bytes, from: index + 1, to: end)
      } else {
        let field = index
        while index < end && bytes[index] != delimiter { index &+= 1 }
        add(field, index)
      }
      if index >= end { return }
      index += 1
    }
  }

  /// Adds a quoted field whose content starts at `start`; returns where its delimiter stands.
  private mutating func quotedField(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
    let quote = UInt8(ascii: "\"")
    let copied = scratch.count
    var part = start
    var index = start
    while index < end {
      if bytes[index] == quote {
        let isPair = index + 1 < end && bytes[index + 1] == quote
        if !isPair { break }
        scratch.append(copying: bytes.extracting(part..<(index + 1)))
        index += 2
        part = index
      } else {
        index &+= 1
      }
    }
    if part == start {
      add(start, index)
    } else {
      scratch.append(copying: bytes.extracting(part..<index))
      add(copied, scratch.count | Self.inScratch)
    }
    return min(index + 1, end)
  }

  private mutating func splitBlanks(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    var index = start
    while true {
      while index < end && isBlank(bytes[index]) { index &+= 1 }
      if index == end { return }
      let field = index
      while index < end && !isBlank(bytes[index]) { index &+= 1 }
      add(field, index)
    }
  }
}
