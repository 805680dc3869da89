import StarlingLanguage

/// Where in the file each byte of a scalar's text comes from.
///
/// The text that a YAML library returns has lost quotes, escapes, indentation and folded line ends.
/// The map walks text and file side by side: characters match, escapes stand for what they mean,
/// and runs of blanks that include a line end match as a whole. Every character that is not a blank
/// gets its exact place.
struct ScalarMap {
  /// The file offset of each byte of the text, and of its end.
  private(set) var offsets: [Int] = []

  private let source: SourceText
  private let style: YAMLNode.Style
  private let text: [UInt8]
  private var position: Int
  private let end: Int

  /// Maps the text of a scalar that starts at `start`, its quote or block sign included.
  init(_ text: String, _ style: YAMLNode.Style, start: Int, in source: SourceText) {
    self.source = source
    self.style = style
    self.text = Array(text.utf8)
    position = start
    end = source.byteCount
    offsets.reserveCapacity(self.text.count + 1)
    skipOpening()
    walk()
  }

  /// The file's bytes for a range of the text.
  func range(_ range: SourceRange) -> SourceRange {
    let start = offsets[min(max(range.start, 0), offsets.count - 1)]
    if range.end <= range.start { return SourceRange(start, start) }
    let last = offsets[min(range.end - 1, offsets.count - 1)]
    // The byte behind the last one, not the place of the next: blanks and escapes may lie between.
    let width = style == .doubleQuoted ? escapeLength(at: last) : 1
    return SourceRange(start, max(start, min(last + width, end)))
  }

  private func file(_ offset: Int) -> UInt8? { offset < end ? source.byte(at: offset) : nil }

  private static func isBlank(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || isLineEnd(byte)
  }

  private static func isLineEnd(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func skipOpening() {
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: position += 1
    case .literal, .folded:
      while let byte = file(position), !Self.isLineEnd(byte) { position += 1 }
    }
  }

  private mutating func walk() {
    if style == .literal || style == .folded { matchBlanks(atLineEnd: true) }
    while offsets.count < text.count {
      let wanted = text[offsets.count]
      let found = file(position)
      if style == .doubleQuoted, found == UInt8(ascii: "\\") {
        matchEscape()
      } else if Self.isBlank(found), Self.isBlank(wanted) {
        matchBlanks(atLineEnd: false)
      } else if found == wanted {
        offsets.append(position)
        let isDoubled = style == .singleQuoted && found == UInt8(ascii: "'")
        position += isDoubled ? 2 : 1
      } else {
        break
      }
    }
    // What could not be matched lies behind the last match.
    while offsets.count <= text.count { offsets.append(min(position, end)) }
  }

  /// Matches a run of blanks of the file with the blanks of the text that it stands for: as it is
  /// within a line, folded over a line end.
  private mutating func matchBlanks(atLineEnd: Bool) {
    let start = position
    var lineEnds = 0
    while let byte = file(position), Self.isBlank(byte) {
      if byte == UInt8(ascii: "\n") { lineEnds += 1 }
      position += 1
    }
    var length = position - start
    if lineEnds > 0 || atLineEnd {
      let isBlock = style == .literal || style == .folded
      length = isBlock ? Int.max : lineEnds == 1 ? 1 : lineEnds - 1
    }
    var index = start
    while offsets.count < text.count, length > 0, Self.isBlank(text[offsets.count]) {
      offsets.append(min(index, max(start, position - 1)))
      index += lineEnds == 0 ? 1 : position - start
      length -= 1
    }
  }

  // MARK: Escapes of double quotes

  private mutating func matchEscape() {
    let start = position
    if Self.isLineEnd(file(position + 1)) {
      // An escaped line end stands for nothing; neither does the indentation behind it.
      position += 1
      while Self.isBlank(file(position)) { position += 1 }
      return
    }
    position += escapeLength(at: position)
    for _ in 0..<decodedLength(at: start) where offsets.count < text.count {
      offsets.append(start)
    }
  }

  /// Bytes that one character or escape takes in the file.
  private func escapeLength(at offset: Int) -> Int {
    guard file(offset) == UInt8(ascii: "\\") else { return 1 }
    switch file(offset + 1) {
    case UInt8(ascii: "x"): return 4
    case UInt8(ascii: "u"): return isSurrogatePair(at: offset) ? 12 : 6
    case UInt8(ascii: "U"): return 10
    default: return 2
    }
  }

  private func isSurrogatePair(at offset: Int) -> Bool {
    file(offset + 2).map { $0 | 0x20 } == UInt8(ascii: "d")
      && "89abAB".utf8.contains(file(offset + 3) ?? 0) && file(offset + 6) == UInt8(ascii: "\\")
  }

  /// Bytes of the character that the text has at the current place, which the escape stands for.
  private func decodedLength(at offset: Int) -> Int {
    switch text[offsets.count] {
    case 0..<0x80: 1
    case 0..<0xE0: 2
    case 0..<0xF0: 3
    default: 4
    }
  }
}
