extension SourceText {
  /// Scalars of a line shown before and behind the place of a problem.
  private static let shownBefore = 80
  private static let shownBehind = 40

  /// Shows a problem with its place:
  ///
  ///     shop.yaml:12:28: error: segment vip: there is no segment abandned
  ///     12 |   vip: trait.plan == "vip" and segment.abandned
  ///        |                                ^^^^^^^^^^^^^^^^
  ///        = expected: a segment of this workspace
  ///        = did you mean: segment.abandoned
  package func render(_ diagnostic: Diagnostic) -> String {
    let (line, column) = position(of: diagnostic.range.start)
    let subject = diagnostic.subject.map { $0 + ": " } ?? ""
    var text = "\(name):\(line):\(column): \(diagnostic.severity.rawValue): "
    text += subject + diagnostic.message + "\n"
    let number = String(line)
    let margin = String(repeating: " ", count: number.count)
    let (shown, mark) = excerpt(line: line, column: column, diagnostic.range)
    text += "\(number) | \(shown)\n\(margin) | \(mark)\n"
    if let expected = diagnostic.expected { text += "\(margin) = expected: \(expected)\n" }
    if let suggestion = diagnostic.suggestion {
      text += "\(margin) = did you mean: \(suggestion)\n"
    }
    return text
  }

  /// Shows several problems, in the order of the text, with an empty line between them.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.sorted { $0.range.start < $1.range.start }.map(render).joined(separator: "\n")
  }

  /// The line, cut when it is long, and carets under the place. Tabs stay tabs in both.
  private func excerpt(
    line: Int, column: Int, _ range: SourceRange
  ) -> (shown: String, mark: String) {
    let lineRange = lineRange(line)
    let start = min(max(range.start, lineRange.start), lineRange.end)
    let end = max(start, min(range.end, lineRange.end))
    let shownStart = step(from: start, by: -Self.shownBefore, within: lineRange)
    let markEnd = min(end, step(from: start, by: Self.shownBefore, within: lineRange))
    let shownEnd = step(from: end, by: Self.shownBehind, within: lineRange)
    let isCutBefore = shownStart > lineRange.start
    var shown = isCutBefore ? "…" : ""
    var mark = isCutBefore ? " " : ""
    for scalar in scalars(shownStart, start) {
      shown.unicodeScalars.append(scalar)
      mark.unicodeScalars.append(scalar == "\t" ? "\t" : " ")
    }
    let marked = scalars(start, markEnd)
    shown.unicodeScalars.append(contentsOf: marked)
    mark += String(repeating: "^", count: max(1, marked.count))
    if markEnd < end { return (shown + "…", mark) }
    shown.unicodeScalars.append(contentsOf: scalars(end, shownEnd))
    return (shownEnd < lineRange.end ? shown + "…" : shown, mark)
  }

  /// The offset that lies `count` scalars before or behind `offset`, inside a line.
  private func step(from offset: Int, by count: Int, within line: SourceRange) -> Int {
    var offset = offset
    for _ in 0..<count.magnitude {
      let direction = count < 0 ? -1 : 1
      repeat {
        offset += direction
      } while offset > line.start && offset < line.end
        && bytes[offset] & 0xC0 == 0x80
      if offset <= line.start || offset >= line.end { break }
    }
    return min(max(offset, line.start), line.end)
  }

  /// The scalars of a part of one line, control characters replaced so that terminals stay calm.
  private func scalars(_ start: Int, _ end: Int) -> [Unicode.Scalar] {
    String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.map { scalar in
      let isControl = scalar.properties.generalCategory == .control && scalar != "\t"
      return isControl ? "\u{FFFD}" : scalar
    }
  }
}
