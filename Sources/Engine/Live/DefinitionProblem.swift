import StarlingLanguage

/// What is wrong with a definition, with its place in the text.
package struct DefinitionProblem: Hashable, Sendable {
  /// Whether the definition can be used nevertheless.
  package var severity: Diagnostic.Severity
  /// What kind of problem it is, for programs.
  package var code: String
  /// What it belongs to, such as segment vip.
  package var subject: String?
  /// What is wrong.
  package var message: String
  /// The line of the text, from 1.
  package var line: Int
  /// The column in scalars, from 1.
  package var column: Int
  /// What could have stood there.
  package var expected: String?
  /// What to write instead.
  package var suggestion: String?
  /// The whole message with the line and carets under the place.
  package var text: String

  /// Puts the parts together.
  package init(
    severity: Diagnostic.Severity, code: String, subject: String? = nil, message: String,
    line: Int, column: Int, expected: String? = nil, suggestion: String? = nil, text: String
  ) {
    self.severity = severity
    self.code = code
    self.subject = subject
    self.message = message
    self.line = line
    self.column = column
    self.expected = expected
    self.suggestion = suggestion
    self.text = text
  }
}
