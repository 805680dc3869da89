import StarlingLanguage

/// Writes texts as YAML scalars in the plainest style that reads back the same.
enum YAMLText {
  /// Columns that a line should not exceed.
  static let width = 100

  /// The lines of `key: value` for any text, the first at `indent` columns.
  static func lines(_ key: String, text: String, indent: Int) -> [String] {
    let room = width - indent - key.unicodeScalars.count - 2
    if isPlain(text), text.unicodeScalars.count <= room { return ["\(key): \(text)"] }
    if isBlock(text) {
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let endsLine = lines.last == "" && lines.count > 1
      if endsLine { lines.removeLast() }
      if lines.count > 1 { return ["\(key): \(endsLine ? "|" : "|-")"] + indented(lines, indent) }
      let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      if !endsLine, !words.contains(""), isPlain(words[0]) {
        return ["\(key): >-"] + indented(fill(words, width - indent - 2), indent)
      }
    }
    return ["\(key): \(quoted(text))"]
  }

  /// The lines of `key: expression`.
  static func lines(_ key: String, expression text: String, indent: Int) -> [String] {
    guard let expression = Expression.parse(text).expression else {
      return lines(key, text: text, indent: indent)
    }
    if Expression.firstComment(in: text) != nil { return commented(key, text, indent: indent) }
    let canonical = expression.text
    let room = width - indent - key.unicodeScalars.count - 2
    let plain = isPlainExpression(canonical) ? canonical : singleQuoted(canonical)
    if plain.unicodeScalars.count <= room { return ["\(key): \(plain)"] }
    let lines = ExpressionLayout.lines(expression, width: width - indent - 2)
    return ["\(key): |"] + indented(lines, indent)
  }

  /// A name, a path or another short text on a line with others.
  static func inline(_ text: String) -> String {
    let isSimple =
      isPlain(text) && !text.unicodeScalars.contains { ",[]{}".unicodeScalars.contains($0) }
    return isSimple ? text : quoted(text)
  }

  private static func indented(_ lines: [String], _ indent: Int) -> [String] {
    lines.map { $0.isEmpty ? "" : String(repeating: " ", count: indent + 2) + $0 }
  }

  private static func fill(_ words: [String], _ width: Int) -> [String] {
    var lines = [""]
    for word in words {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = word
      } else if last.unicodeScalars.count + 1 + word.unicodeScalars.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(word)
      }
    }
    return lines
  }

  /// An expression with comments between its parts keeps its lines; only blanks around them change.
  private static func commented(_ key: String, _ text: String, indent: Int) -> [String] {
    if !text.unicodeScalars.allSatisfy({ isPrintable($0) || $0 == "\n" }) {
      return ["\(key): \(quoted(text))"]
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines = lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
    while lines.first == "" { lines.removeFirst() }
    while lines.last == "" { lines.removeLast() }
    if let parts = CommentedExpression(lines: lines) {
      return ["\(key): |"] + indented(parts.lines(width: width - indent - 2), indent)
    }
    let depths = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }
    // The first line sets the depth of the block, so no other line may stand left of it.
    let depth = depths.min() ?? 0
    lines = lines.map { String($0.dropFirst(min(depth, $0.prefix { $0 == " " }.count))) }
    lines[0] = String(lines[0].drop { $0 == " " })
    return ["\(key): |"] + indented(lines, indent)
  }

  // MARK: Styles

  /// Whether the text can stand unquoted and is taken for a text by every YAML reader.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
      return false
    }
    let isOpen =
      first.properties.isAlphabetic || first == "_" || ("0"..."9").contains(first)
      || first == "/" || first == "("
    if !isOpen || last == " " || last == ":" || text.contains(": ") || text.contains(" #") {
      return false
    }
    if !text.unicodeScalars.allSatisfy(isPrintable) { return false }
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if words.contains(text.lowercased()) { return false }
    return !text.unicodeScalars.allSatisfy {
      "0123456789_.+-:xXoOeETZ ".unicodeScalars.contains($0)
    }
  }

  /// Expressions are read as text whatever they look like, except nothing at all.
  private static func isPlainExpression(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    let isOpen =
      first.properties.isAlphabetic || first == "_" || first == "(" || ("0"..."9").contains(first)
    return isOpen && !text.contains(": ") && !text.contains(" #") && !text.hasSuffix(":")
      && text.lowercased() != "null"
  }

  /// Whether the text can stand in a block: no blanks where YAML would drop or misread them.
  private static func isBlock(_ text: String) -> Bool {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, !first.isEmpty, first.first != " ", first.first != "\t" else {
      return false
    }
    if text.hasSuffix("\n\n") { return false }
    return lines.allSatisfy { line in
      let isTrimmed = line.last != " " && line.last != "\t" && line.first != "\t"
      return isTrimmed && line.unicodeScalars.allSatisfy(isPrintable)
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    case 0x10000...: true
    default: false
    }
  }

  private static func singleQuoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// The language's strings are YAML's double-quoted scalars, too.
  static func quoted(_ text: String) -> String { text.quoted }
}
