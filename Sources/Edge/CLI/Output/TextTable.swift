/// A table for people: columns as wide as they need to be.
struct TextTable {
  /// Which side the texts of a column stand on.
  enum Alignment { case left, right }

  private let titles: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table with these columns.
  init(_ columns: [(title: String, alignment: Alignment)]) {
    titles = columns.map(\.title)
    alignments = columns.map(\.alignment)
  }

  /// Adds a row; one text a column.
  mutating func append(_ row: [String]) { rows.append(row.map { $0.visible() }) }

  /// The table as lines, its head in bold on terminals.
  func text(_ terminal: Terminal = .standardOutput) -> String {
    var widths = titles.map(\.count)
    for row in rows {
      for (column, text) in row.enumerated() { widths[column] = max(widths[column], text.count) }
    }
    let head = terminal.styled(line(titles, widths), .bold)
    return rows.reduce(head + "\n") { $0 + line($1, widths) + "\n" }
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, text) in row.enumerated() {
      let pad = String(repeating: " ", count: widths[column] - text.count)
      line += column == 0 ? "" : "  "
      line += alignments[column] == .left ? text + pad : pad + text
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
