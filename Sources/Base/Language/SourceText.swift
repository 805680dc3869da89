/// A text with its name, to show where a problem lies.
///
/// Lines end at `\n` (a `\r` before it belongs to the line end) and are counted from 1; columns
/// count Unicode scalars from 1, as YAML and most editors do.
package struct SourceText: Sendable {
  /// What the text is called in messages: a file path, or a word such as `expression`.
  package let name: String
  /// The whole text.
  package let text: String
  let bytes: [UInt8]
  /// The offset at which each line starts; the first is 0.
  private let lineStarts: [Int]
  /// Scalars before each multiple of `stride` bytes, so that long lines cost no more than short.
  private let scalarsBefore: [Int]
  private static let stride = 256

  /// Indexes the lines of a text.
  package init(name: String, text: String) {
    self.name = name
    self.text = text
    bytes = Array(text.utf8)
    var starts = [0]
    var counts: [Int] = []
    var scalars = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.stride == 0 { counts.append(scalars) }
      if byte & 0xC0 != 0x80 { scalars += 1 }
      if byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    }
    counts.append(scalars)
    lineStarts = starts
    scalarsBefore = counts
  }

  /// The line and column of a byte; what lies behind the end is at the end.
  ///
  /// - Complexity: O(log lines).
  package func position(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    return (line + 1, scalars(before: offset) - scalars(before: lineStarts[line]) + 1)
  }

  /// The byte of a line and column, both from 1; the nearest one when there is no such place.
  package func offset(line: Int, column: Int) -> Int {
    let index = min(max(line - 1, 0), lineStarts.count - 1)
    let start = lineStarts[index]
    let end = lineEnd(index)
    let wanted = scalars(before: start) + max(column - 1, 0)
    // Skip whole blocks that lie before the wanted scalar, then count.
    var low = start / Self.stride
    var high = scalarsBefore.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if scalarsBefore[middle] < wanted { low = middle } else { high = middle }
    }
    var offset = max(start, min(low * Self.stride, end))
    var count = scalars(before: offset)
    while offset < end, count < wanted || bytes[offset] & 0xC0 == 0x80 {
      if bytes[offset] & 0xC0 != 0x80 { count += 1 }
      offset += 1
    }
    return offset
  }

  /// The bytes of a line without its end; `line` counts from 1.
  package func lineRange(_ line: Int) -> SourceRange {
    SourceRange(lineStarts[line - 1], lineEnd(line - 1))
  }

  /// How many bytes the text has.
  package var byteCount: Int { bytes.count }

  /// The byte at an offset inside the text.
  package func byte(at offset: Int) -> UInt8 { bytes[offset] }

  /// A part of the text.
  package func slice(_ range: SourceRange) -> String {
    String(decoding: bytes[range.start..<max(range.start, range.end)], as: UTF8.self)
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

  private func scalars(before offset: Int) -> Int {
    let block = min(offset / Self.stride, scalarsBefore.count - 1)
    var count = scalarsBefore[block]
    var index = block * Self.stride
    while index < offset {
      if bytes[index] & 0xC0 != 0x80 { count += 1 }
      index += 1
    }
    return count
  }
}
