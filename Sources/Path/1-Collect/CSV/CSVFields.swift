import StarlingColumns

/// The fields of one record as ranges of its bytes; reused from record to record.
///
/// A field with doubled quotes is copied to `scratch` with each pair made one.
struct CSVFields {
  private let dialect: CSVDialect
  /// Start and end of each field; the high bit of the end says that they point into `scratch`.
  private var starts: [Int] = []
  private var ends: [Int] = []
  private var scratch: [UInt8] = []
  private(set) var count = 0

  private static let inScratch = Int.min

  init(dialect: CSVDialect) {
    self.dialect = dialect
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
  /// - Returns: Where the line feed stands, or `end`; `nil` when a field starts with a quote.
  mutating func splitPlain(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, delimiter: UInt8
  ) -> Int? {
    count = 0
    var index = start
    var field = start
    if index < end && bytes[index] == UInt8(ascii: "\"") { return nil }
    while index < end {
      let byte = bytes[index]
      if byte == delimiter {
        add(field, index)
        field = index &+ 1
        if field < end && bytes[field] == UInt8(ascii: "\"") { return nil }
      } else if byte == UInt8(ascii: "\n") {
        break
      }
      index &+= 1
    }
    let hasReturn = index > field && bytes[index &- 1] == UInt8(ascii: "\r")
    add(field, hasReturn ? index &- 1 : index)
    return index
  }

  /// The content of a field: a part of the record's bytes, or of `scratch`.
  @_lifetime(borrow self, copy bytes)
  func bytes(_ index: Int, of bytes: Span<UInt8>) -> Span<UInt8> {
    let start = starts[index]
    let end = ends[index]
    if end >= 0 { return bytes.extracting(start..<end) }
    return scratch.span.extracting(start..<(end ^ Self.inScratch))
  }

  /// Whether a field is empty.
  func isEmpty(_ index: Int) -> Bool { starts[index] == ends[index] & ~Self.inScratch }

  private mutating func add(_ start: Int, _ end: Int) {
    if count == starts.count {
      starts.append(start)
      ends.append(end)
    } else {
      starts[count] = start
      ends[count] = end
    }
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
