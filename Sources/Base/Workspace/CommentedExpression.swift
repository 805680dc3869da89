import StarlingLanguage

/// An expression with comments around it: lines of comments before and after, and one behind it
/// when it is a single line. In one of several lines a comment belongs to what stands in its line,
/// so such a text is none.
struct CommentedExpression {
  /// Lines of comments, and empty ones between them.
  let before: [String]
  let expression: Expression
  /// The comment behind the expression, with its `#`.
  let behind: String?
  let after: [String]

  /// Takes a text apart whose lines have no blanks at their ends; nil for other texts.
  init?(lines: [String]) {
    let trimmed = lines.map { String($0.drop { $0 == " " }) }
    func isOutside(_ line: String) -> Bool { line.isEmpty || line.hasPrefix("#") }
    guard let first = trimmed.firstIndex(where: { !isOutside($0) }),
      let last = trimmed.lastIndex(where: { !isOutside($0) })
    else { return nil }
    before = Array(trimmed[..<first])
    after = Array(trimmed[(last + 1)...])
    let text = trimmed[first...last].joined(separator: "\n")
    guard let expression = Expression.parse(text).expression else { return nil }
    self.expression = expression
    guard let comment = Expression.firstComment(in: text) else {
      behind = nil
      return
    }
    if first != last { return nil }
    behind = String(decoding: text.utf8.dropFirst(comment), as: UTF8.self)
  }

  /// The lines in canonical form.
  func lines(width: Int) -> [String] {
    var lines = ExpressionLayout.lines(expression, width: width)
    if let behind { lines[lines.count - 1] += "  " + behind }
    return before + lines + after
  }
}
