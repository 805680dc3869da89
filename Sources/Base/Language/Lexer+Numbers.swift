import StarlingModel

extension Lexer {
  /// Reads a number, a duration or an instant; the position is at a digit.
  mutating func readNumeric() {
    let start = position
    if looksLikeInstant() { return readInstant() }
    var end = position
    while nameLength(at: end, isStart: false) > 0 { end += nameLength(at: end, isStart: false) }
    let hasFraction =
      end + 1 < bytes.count && bytes[end] == UInt8(ascii: ".") && Self.isDigit(bytes[end + 1])
    if hasFraction {
      end += 1
      while nameLength(at: end, isStart: false) > 0 { end += nameLength(at: end, isStart: false) }
    }
    position = end
    let word = bytes[start..<end]
    let range = SourceRange(start, end)
    if word.allSatisfy({ Self.isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }) {
      appendNumber(word, range)
    } else {
      appendDuration(word, range)
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private mutating func appendNumber(_ word: ArraySlice<UInt8>, _ range: SourceRange) {
    var token = Token(.number, range)
    let underscore = UInt8(ascii: "_")
    let isWellFormed = word.indices.allSatisfy { index in
      guard word[index] == underscore else { return true }
      let next = index + 1
      return next < word.endIndex && Self.isDigit(word[next]) && Self.isDigit(word[index - 1])
    }
    let digits = String(decoding: word.filter { $0 != underscore }, as: UTF8.self)
    if !isWellFormed {
      report(
        .badNumber, "an underscore of a number stands between two digits", range,
        suggestion: digits)
    }
    if let value = Double(digits), value.isFinite {
      token.number = value
    } else {
      report(
        .badNumber, "\(slice(range.start, range.end)) is too large for a number",
        expected: "at most about 1.8 with 308 digits behind it", range)
    }
    append(token)
  }

  private mutating func appendDuration(_ word: ArraySlice<UInt8>, _ range: SourceRange) {
    var token = Token(.duration, range)
    switch DurationText.read(word) {
    case .success(let milliseconds): token.milliseconds = milliseconds
    case .failure(let problem):
      let text = slice(range.start, range.end)
      report(
        problem.isNumber ? .badNumber : .badDuration, problem.message(text),
        expected: problem.expected, range, suggestion: problem.suggestion)
      // Zero would warn of an empty window on top.
      token.milliseconds = Milliseconds.day
    }
    append(token)
  }

  /// Four digits, a hyphen and a digit: nothing else of the language starts so.
  private func looksLikeInstant() -> Bool {
    guard position + 5 < bytes.count else { return false }
    let head = bytes[position..<(position + 6)]
    let digits = [0, 1, 2, 3, 5].allSatisfy { Self.isDigit(head[position + $0]) }
    return digits && head[position + 4] == UInt8(ascii: "-")
  }

  private mutating func readInstant() {
    let start = position
    while let byte = peek(), isPartOfInstant(byte) { position += 1 }
    let range = SourceRange(start, position)
    var token = Token(.instant, range)
    switch InstantText.read(bytes[start..<position]) {
    case .success(let stamp): token.milliseconds = stamp.milliseconds
    case .failure(let problem):
      report(
        .badInstant, "\(slice(start, position)) \(problem.reason)",
        expected: "2026-01-31, 2026-01-31T12:00:00Z or 2026-01-31T12:00:00.250Z, in UTC", range,
        suggestion: problem.suggestion)
    }
    append(token)
  }

  private func isPartOfInstant(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."): peek(1) != UInt8(ascii: ".")
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"): true
    default: nameLength(at: position, isStart: false) == 1
    }
  }
}
