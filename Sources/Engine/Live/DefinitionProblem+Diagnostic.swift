import StarlingLanguage

extension DefinitionProblem {
  /// A diagnostic with its place in the text that it speaks of.
  package init(_ diagnostic: Diagnostic, in source: SourceText) {
    let (line, column) = source.position(of: diagnostic.range.start)
    self.init(
      severity: diagnostic.severity, code: diagnostic.code.rawValue, subject: diagnostic.subject,
      message: diagnostic.message, line: line, column: column, expected: diagnostic.expected,
      suggestion: diagnostic.suggestion, text: source.render(diagnostic))
  }
}
