/// Finds the functions of a file and how long they are.
///
/// A function goes from its `func`, `init`, `deinit` or `subscript` to the brace that closes its
/// body. What has no body (a protocol's requirement) is passed over.
enum FunctionScan {
  /// One function with a body.
  struct Function: Equatable {
    /// From 1.
    var line: Int
    /// Lines from the keyword to the closing brace.
    var lineCount: Int
  }

  private static let keywords: Set<String> = ["func", "init", "deinit", "subscript"]
  /// Words at which a declaration without body is over.
  private static let enders: Set<String> = [
    "func", "init", "deinit", "subscript", "var", "let", "case", "struct", "enum", "class",
    "extension", "protocol", "associatedtype", "typealias", "package", "public", "private",
    "internal", "static", "mutating",
  ]

  private struct Token {
    var text: String
    var line: Int
  }

  static func functions(_ file: SourceFile) -> [Function] {
    let tokens = tokens(file)
    return tokens.indices.compactMap { index in
      guard keywords.contains(tokens[index].text), isDeclaration(index, tokens),
        let open = body(after: index, tokens), let close = close(open, tokens)
      else { return nil }
      let first = tokens[index].line
      return Function(line: first, lineCount: tokens[close].line - first + 1)
    }
  }

  /// Words and single signs; words inside `.name` keep their point.
  private static func tokens(_ file: SourceFile) -> [Token] {
    var tokens: [Token] = []
    for (index, line) in file.code.enumerated() {
      var word = ""
      for character in line + " " {
        if character.isLetter || character.isNumber || character == "_" || character == "." {
          word.append(character)
          continue
        }
        if !word.isEmpty { tokens.append(Token(text: word, line: index + 1)) }
        word = ""
        if character != " " { tokens.append(Token(text: String(character), line: index + 1)) }
      }
    }
    return tokens
  }

  /// `.init(` and `self.init(` are other words already; `init` must open a list or a body.
  private static func isDeclaration(_ index: Int, _ tokens: [Token]) -> Bool {
    if tokens[index].text == "func" { return true }
    guard index + 1 < tokens.count else { return false }
    return ["(", "<", "?", "{"].contains(tokens[index + 1].text)
  }

  private static func body(after start: Int, _ tokens: [Token]) -> Int? {
    var depth = 0
    for index in (start + 1)..<tokens.count {
      switch tokens[index].text {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case "{" where depth == 0: return index
      case "}" where depth == 0: return nil
      case let word where depth == 0 && enders.contains(word): return nil
      default: break
      }
    }
    return nil
  }

  private static func close(_ open: Int, _ tokens: [Token]) -> Int? {
    var depth = 0
    for index in open..<tokens.count {
      if tokens[index].text == "{" { depth += 1 }
      if tokens[index].text == "}" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }
}
