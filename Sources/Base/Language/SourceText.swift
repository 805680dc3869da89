/// A text with its name, to show where a problem lies.
///
/// Lines end at `\n` (a `\r` before it belongs to the line end) and are counted from 1; columns
/// count Unicode scalars from 1, as YAML and most editors do.
package struct SourceText: Sendable {
  /// What the text is called in messages: a file path, or a word such as `expression`.
  package let name: String
  package let text: String
  let bytes: [UInt8]
  /// The offset at which each line starts; the first is 0.
  private let lineStarts: [Int]

  /// Indexes the lines of a text.
  package init(name: String, text: String) {
    self.name = name
    self.text = text
    bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The line and column of a byte; what lies behind the end is at the end.
  ///
  /// - Complexity: O(log lines + length of the line).
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    return (line + 1, scalarCount(lineStarts[line]..<offset) + 1)
  }

  /// The byte of a line and column, both from 1; the nearest one when there is no such place.
  package func offset(line: Int, column: Int) -> Int {
    let index = min(max(line - 1, 0), lineStarts.count - 1)
    var offset = lineStarts[index]
    let end = lineEnd(index)
    var rest = column - 1
    while rest > 0, offset < end {
      offset += 1
      while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      rest -= 1
    }
    return offset
  }

  /// The bytes of a line without its end; `line` counts from 1.
  package func lineRange(_ line: Int) -> SourceRange {
    SourceRange(lineStarts[line - 1], lineEnd(line - 1))
  }

  /// How many lines there are; at least 1.
  package var lineCount: Int { lineStarts.count }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private func lineEnd(_ index: Int) -> Int {
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
    if end > lineStarts[index], bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return end
  }

  private func scalarCount(_ range: Range<Int>) -> Int {
    range.reduce(0) { $0 + (bytes[$1] & 0xC0 == 0x80 ? 0 : 1) }
  }
}
