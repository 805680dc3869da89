import StarlingLanguage

/// Writes entries and comments in turn.
struct EntryWriter {
  let source: SourceText
  private var lines: [String] = []

  init(source: SourceText) {
    self.source = source
  }

  /// What was written, with a line end behind each line.
  var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

  /// Writes everything; both lists are in the order of the source.
  mutating func write(_ entries: [FormattedEntry], _ comments: [YAMLScan.Comment]) {
    var behind: [Int: YAMLScan.Comment] = [:]
    var before: [Int: [YAMLScan.Comment]] = [:]
    for comment in comments {
      // The entry that holds the comment, or the one that follows it.
      let next = firstIndex(entries, behind: comment.start)
      if !comment.isAlone, next > 0, behind[next - 1] == nil {
        behind[next - 1] = comment
      } else {
        before[next, default: []].append(comment)
      }
    }
    for (index, entry) in entries.enumerated() {
      let previous = index > 0 ? entries[index - 1] : nil
      write(before[index] ?? [], entry, previous, behind[index])
    }
    for comment in before[entries.count] ?? [] {
      let indent = comment.isAlone && comment.column > 0 && !entries.isEmpty ? 2 : 0
      add(text(comment), indent, isApart: hasEmptyLine(above: comment.start))
    }
  }

  private func firstIndex(_ entries: [FormattedEntry], behind offset: Int) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func write(
    _ comments: [YAMLScan.Comment], _ entry: FormattedEntry, _ previous: FormattedEntry?,
    _ behind: YAMLScan.Comment?
  ) {
    let isFirstInside = previous.map { $0.depth < entry.depth } ?? true
    var mustBeApart =
      entry.depth == 0 && previous != nil && (entry.isSection || previous?.depth != 0)
    for (index, comment) in comments.enumerated() {
      // At the end of a section, an indented comment still belongs to it.
      let isOfPrevious = entry.depth == 0 && comment.column > 0 && (previous?.depth ?? 0) > 0
      let isApart = hasEmptyLine(above: comment.start) && !(isFirstInside && index == 0)
      if isOfPrevious {
        add(text(comment), 2, isApart: isApart)
      } else {
        add(text(comment), entry.indent, isApart: isApart || mustBeApart)
        mustBeApart = false
      }
    }
    let isApart =
      hasEmptyLine(above: entry.start) && !(isFirstInside && comments.isEmpty)
    var head = entry.lines.first ?? ""
    if let behind { head += "  " + text(behind) }
    add(head, entry.indent, isApart: isApart || mustBeApart)
    lines += entry.lines.dropFirst()
  }

  private mutating func add(_ line: String, _ indent: Int, isApart: Bool) {
    if isApart, !lines.isEmpty, lines.last != "" { lines.append("") }
    lines.append(String(repeating: " ", count: indent) + line)
  }

  private func text(_ comment: YAMLScan.Comment) -> String {
    source.slice(SourceRange(comment.start, comment.end))
  }

  private func hasEmptyLine(above offset: Int) -> Bool {
    let line = source.position(of: offset).line
    guard line > 1 else { return false }
    let above = source.lineRange(line - 1)
    return (above.start..<above.end).allSatisfy { offset in
      let byte = source.byte(at: offset)
      return byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
  }
}
