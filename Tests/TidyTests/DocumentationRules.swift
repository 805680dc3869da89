/// Every `package` and `public` declaration says what it is.
enum DocumentationRules {
  /// What a protocol or the language defines; its meaning stands there.
  static let exempt: Set<String> = [
    "description", "debugDescription", "hash", "encode", "==", "<", "errorDescription",
  ]
  /// Declarations that take a comment.
  private static let keywords: Set<String> = [
    "struct", "enum", "class", "actor", "protocol", "func", "init", "var", "let", "subscript",
    "typealias",
  ]

  /// Declarations without a `///` above them.
  static func undocumented(_ files: [SourceFile]) -> [Violation] {
    files.flatMap { file in
      file.code.enumerated().compactMap { index, line in
        guard let name = declaration(line), !exempt.contains(name), !isDocumented(index, file)
        else { return nil }
        return Violation(
          path: file.path, line: index + 1, value: "\(name) has no comment",
          remedy: "say in one sentence what comes out, with unit or shape, as ///")
      }
    }
  }

  /// The name that a line declares for others to use.
  private static func declaration(_ line: String) -> String? {
    let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
    guard words.contains("package") || words.contains("public"),
      let keyword = words.firstIndex(where: { keywords.contains(head($0)) })
    else { return nil }
    let modifiers = words[..<keyword]
    guard modifiers.contains("package") || modifiers.contains("public"),
      !modifiers.contains("override")
    else { return nil }
    let word = head(words[keyword])
    if word == "init" || word == "subscript" { return word }
    guard keyword + 1 < words.endIndex else { return word }
    let name = words[keyword + 1]
    let end = name.firstIndex { !$0.isLetter && !$0.isNumber && $0 != "_" } ?? name.endIndex
    return end == name.startIndex ? String(name) : String(name[..<end])
  }

  /// `init(a:` is `init`.
  private static func head(_ word: Substring) -> String {
    String(word.prefix { $0.isLetter })
  }

  /// Whether a comment stands above the line, attributes aside.
  private static func isDocumented(_ line: Int, _ file: SourceFile) -> Bool {
    var above = line - 1
    while above >= 0 {
      let text = file.lines[above].drop { $0 == " " }
      if text.hasPrefix("///") { return true }
      if !text.hasPrefix("@") && !text.hasPrefix("#") { return false }
      above -= 1
    }
    return false
  }
}
