import StarlingColumns

/// Finds where CSV records end. The cutter of the input and the parser both ask it, so that where
/// a chunk happens to end never changes what is read.
///
/// A quote opens a quoted field only as the first byte of a field (RFC 4180); inside, two quotes
/// are one. A record whose quoting is broken is bad as far as its first line end, and reading goes
/// on behind that: a stray quote costs one line and not the rest of the file.
struct CSVRecordScan {
  /// Where a record ends.
  enum Outcome: Equatable {
    /// The record's content is `start..<content`; the next record starts at `next`.
    case record(content: Int, next: Int)
    /// The first line `start..<content` is bad; reading goes on at `next`.
    case bad(RejectReason, content: Int, next: Int)
    /// The bytes end before the record does.
    case open
  }

  let delimiter: UInt8
  /// Longest record. Unit: bytes.
  let recordBytesMax: Int

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")

  /// Looks at the record that starts at `start`.
  ///
  /// - Parameter isEnd: Whether no bytes will come after these.
  func next(
    in bytes: Span<UInt8>, from start: Int, to end: Int, isEnd: Bool
  ) -> Outcome {
    var index = start
    while index < end {
      if bytes[index] == Self.quote {
        guard let closed = closing(bytes, from: index + 1, to: end) else {
          return unclosed(bytes, start, end, isEnd)
        }
        index = closed + 1
        if index == end { break }
        let mark = bytes[index]
        if mark != delimiter && mark != Self.lineFeed && !isCarriage(bytes, index, end) {
          // A final carriage return may have its line feed in the bytes to come.
          if mark == UInt8(ascii: "\r") && index + 1 == end && !isEnd { return .open }
          return firstLine(bytes, start, end, isEnd)
        }
      }
      while index < end && bytes[index] != delimiter && bytes[index] != Self.lineFeed {
        index &+= 1
      }
      if index == end { break }
      if bytes[index] == Self.lineFeed { return line(bytes, start, index) }
      index &+= 1
    }
    if !isEnd && end - start <= recordBytesMax { return .open }
    return end - start > recordBytesMax
      ? tooLong(bytes, start, end, isEnd) : .record(content: end, next: end)
  }

  /// The closing quote of a field whose content starts at `start`.
  private func closing(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> Int? {
    var index = start
    while let quote = bytes.firstIndex(of: Self.quote, from: index, to: end) {
      if quote + 1 < end && bytes[quote + 1] == Self.quote {
        index = quote + 2
      } else {
        return quote
      }
    }
    return nil
  }

  private func isCarriage(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> Bool {
    bytes[index] == UInt8(ascii: "\r") && index + 1 < end && bytes[index + 1] == Self.lineFeed
  }

  /// A record that ends with the line feed at `feed`.
  private func line(_ bytes: Span<UInt8>, _ start: Int, _ feed: Int) -> Outcome {
    feed - start > recordBytesMax
      ? tooLong(bytes, start, feed + 1, true) : .record(content: feed, next: feed + 1)
  }

  /// The closing quote is not in these bytes.
  private func unclosed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ isEnd: Bool) -> Outcome {
    if !isEnd && end - start <= recordBytesMax { return .open }
    return firstLine(bytes, start, end, isEnd)
  }

  /// A record that is longer than the limit: when it has several lines, a quote must be at fault.
  private func tooLong(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ isEnd: Bool) -> Outcome {
    firstLine(bytes, start, end, isEnd)
  }

  /// The first line of the record is bad; without a line end in sight it may yet grow.
  private func firstLine(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ isEnd: Bool
  ) -> Outcome {
    guard let feed = bytes.firstIndex(of: Self.lineFeed, from: start, to: end) else {
      if !isEnd { return .open }
      let isLong = end - start > recordBytesMax
      return .bad(isLong ? .lineTooLong : .brokenQuote, content: end, next: end)
    }
    let isLong = feed - start > recordBytesMax
    return .bad(isLong ? .lineTooLong : .brokenQuote, content: feed, next: feed + 1)
  }
}
