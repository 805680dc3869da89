import StarlingLanguage

/// An expression with comments around it: lines of comments before and after, and one behind its
/// last line. Comments between its lines belong to their lines, so such a text is none.
struct CommentedExpression {
  /// Lines of comments, and empty ones between them.
  let before: [String]
  let expression: Expression
  /// The comment behind the last line, with its `#`.
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
    if !Expression.hasComment(text) {
      behind = nil
      return
    }
    guard let split = Self.split(text, expression) else { return nil }
    behind = split
  }

  /// The comment at the end of a text, when it is the only one.
  private static func split(_ text: String, _ expression: Expression) -> String? {
    var index = text.lastIndex(of: "\n") ?? text.startIndex
    while let sign = text[index...].firstIndex(of: "#") {
      // A `#` inside a string leaves half a string before it, which is no expression.
      let rest = String(text[..<sign])
      if !Expression.hasComment(rest), Expression.parse(rest).expression == expression {
        return String(text[sign...])
      }
      index = text.index(after: sign)
    }
    return nil
  }

  /// The lines in canonical form.
  func lines(width: Int) -> [String] {
    var lines = ExpressionLayout.lines(expression, width: width)
    if let behind { lines[lines.count - 1] += "  " + behind }
    return before + lines + after
  }
}
