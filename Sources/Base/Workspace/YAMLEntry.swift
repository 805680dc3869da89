import StarlingLanguage

/// A key of a block mapping with its value, found by the looks of its lines alone: what can be
/// told apart in a text that is not YAML.
struct YAMLEntry {
  /// From the start of the key's line to the start of the next entry's.
  var range: SourceRange
  /// Columns before the key; a tab, which YAML refuses there, counts as eight.
  var indent: Int
  /// Whether nothing but a comment stands behind the key's colon.
  var isOpen: Bool

  /// The entries of the outermost mapping; none when the text is no block mapping or holds several
  /// documents.
  static func outermost(in source: SourceText) -> [YAMLEntry] {
    let lines = (1...source.lineCount).map { line(source, $0) }
    if let first = lines.first(where: \.hasContent), first.key == nil, first.flow == .opens {
      return []
    }
    let next = lines.drop { $0.key == nil }.drop { !$0.startsDocument }
    let hasSeveral = next.contains { $0.key != nil }
    return hasSeveral ? [] : split(lines[...], end: source.byteCount)
  }

  /// The entries of the mapping that is this entry's value; none when the value is something else.
  func inner(in source: SourceText) -> [YAMLEntry] {
    guard isOpen else { return [] }
    let first = source.position(of: range.start).line
    let last = source.position(of: max(range.start, range.end - 1)).line
    guard first < last else { return [] }
    let lines = ((first + 1)...last).map { Self.line(source, $0) }
    return Self.split(lines[...], end: range.end)
  }

  // MARK: Lines

  private enum Key {
    /// A key with nothing or with something behind it.
    case open, closed
  }

  private struct Line {
    var start: Int
    var indent: Int
    var key: Key?
    /// Neither empty nor a comment, nor a mark of YAML's between documents.
    var hasContent: Bool
    var startsDocument: Bool
    var flow: Flow
  }

  /// What a line does to values in brackets that go over several lines.
  private enum Flow {
    case none
    /// Begins one that does not end in the line, as its key's value or without a key.
    case opens
    /// Begins with the bracket that ends one.
    case closes
  }

  /// A line starts an entry when it looks like one, is neither deeper than the first one nor than
  /// an open one just before it, and not inside brackets. What stands before the first key belongs
  /// to it.
  private static func split(_ lines: ArraySlice<Line>, end: Int) -> [YAMLEntry] {
    guard let first = lines.first(where: \.hasContent) else { return [] }
    var entries: [YAMLEntry] = []
    var start: Int? = first.start
    var isInBrackets = false
    for (index, line) in zip(lines.indices, lines) {
      if isInBrackets && line.flow == .closes { isInBrackets = false }
      guard !isInBrackets, let key = line.key, line.indent <= first.indent else { continue }
      if let entry = entries.last, entry.isOpen, line.indent > entry.indent { continue }
      // A bracket that nothing ends is the damage, and no reason to skip the rest.
      isInBrackets = line.flow == .opens && lines[index...].contains { $0.flow == .closes }
      let lineStart = start ?? line.start
      start = nil
      if !entries.isEmpty { entries[entries.count - 1].range.end = lineStart }
      entries.append(
        YAMLEntry(
          range: SourceRange(lineStart, end), indent: line.indent, isOpen: key == .open))
    }
    return entries
  }

  private static func line(_ source: SourceText, _ number: Int) -> Line {
    let range = source.lineRange(number)
    let bytes = Array(source.slice(range).utf8)
    let blanks = bytes.prefix { isBlank($0) }
    let indent = blanks.reduce(0) { $0 + ($1 == UInt8(ascii: "\t") ? 8 : 1) }
    let text = bytes[blanks.count...]
    let isMark = indent == 0 && (text.starts(with: "---".utf8) || text.starts(with: "...".utf8))
    let isDirective = indent == 0 && text.first == UInt8(ascii: "%")
    let isContent =
      !text.isEmpty && text.first != UInt8(ascii: "#") && !isMark && !isDirective
    return Line(
      start: range.start, indent: indent, key: isContent ? key(text) : nil, hasContent: isContent,
      startsDocument: isMark, flow: isContent ? flow(text) : .none)
  }

  private static func flow(_ text: ArraySlice<UInt8>) -> Flow {
    let opening = Array("{[".utf8)
    let closing = Array("}]".utf8)
    if let first = text.first, closing.contains(first) { return .closes }
    var value = text
    if let first = text.first, !opening.contains(first) {
      value = text.split(separator: UInt8(ascii: ":"), maxSplits: 1).last ?? []
    }
    guard let first = value.first(where: { !isBlank($0) }), opening.contains(first) else {
      return .none
    }
    let opened = value.count { opening.contains($0) }
    return opened > value.count { closing.contains($0) } ? .opens : .none
  }

  /// Whether a line starts with a name or a quoted text and a colon behind it.
  private static func key(_ text: ArraySlice<UInt8>) -> Key? {
    guard let first = text.first else { return nil }
    var colon = text.startIndex
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
      guard let close = text.dropFirst().firstIndex(of: first) else { return nil }
      colon = text[(close + 1)...].firstIndex { !isBlank($0) } ?? text.endIndex
    } else if "-?{}[],#&*!|>%@`:".utf8.contains(first) {
      return nil
    } else {
      while colon < text.endIndex, !isKeyEnd(text, colon) { colon += 1 }
    }
    guard colon < text.endIndex, text[colon] == UInt8(ascii: ":"), isKeyEnd(text, colon) else {
      return nil
    }
    let value = text[(colon + 1)...].drop { isBlank($0) }
    return value.isEmpty || value.first == UInt8(ascii: "#") ? .open : .closed
  }

  /// Whether a colon with a blank behind it, or a comment, stands here.
  private static func isKeyEnd(_ text: ArraySlice<UInt8>, _ index: Int) -> Bool {
    let next = index + 1
    if text[index] == UInt8(ascii: ":") { return next == text.endIndex || isBlank(text[next]) }
    return isBlank(text[index]) && next < text.endIndex && text[next] == UInt8(ascii: "#")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
