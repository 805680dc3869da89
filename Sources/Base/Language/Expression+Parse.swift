extension Expression {
  /// Reads an expression: its syntax and the rules of place. Types and names are checked by
  /// `WorkspaceCheck`, which needs to know what the expression is for.
  ///
  /// - Returns: The tree, or nil when a diagnostic is an error; the diagnostics in the order of the
  ///   text.
  /// - Complexity: O(length of the text).
  package static func parse(_ text: String) -> (expression: Expression?, diagnostics: [Diagnostic])
  {
    guard text.utf8.count <= LanguageLimits.textBytes else {
      let problem = Diagnostic(
        .error, .tooLong,
        "the expression has \(text.utf8.count) bytes, more than \(LanguageLimits.textBytes)",
        expected: "parts of it as segments or metrics of their own", range: SourceRange(0, 0))
      return (nil, [problem])
    }
    var lexer = Lexer(text)
    lexer.run()
    if lexer.diagnostics.count >= LanguageLimits.diagnostics { return (nil, lexer.diagnostics) }
    var parser = Parser(bytes: lexer.bytes, tokens: lexer.tokens)
    let expression = parser.wholeExpression()
    let diagnostics = merge(lexer.diagnostics, parser.diagnostics)
    let isWrong = diagnostics.contains { $0.severity == .error }
    return (isWrong ? nil : expression, diagnostics)
  }

  /// Both in the order of the text. What the parser says right behind a wrong character is a
  /// consequence of that and left out.
  private static func merge(_ lexical: [Diagnostic], _ syntactic: [Diagnostic]) -> [Diagnostic] {
    let independent = syntactic.filter { problem in
      !lexical.contains {
        $0.range.start <= problem.range.start && problem.range.start <= $0.range.end
      }
    }
    return (lexical + independent).sorted { $0.range.start < $1.range.start }
  }

  /// Where the first comment of an expression's text starts, which its canonical form would lose;
  /// nil when it has none. Unit: bytes from the start.
  package static func firstComment(in text: String) -> Int? {
    var lexer = Lexer(text)
    lexer.run()
    return lexer.firstComment
  }
}
