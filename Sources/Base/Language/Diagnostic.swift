/// One problem of a definition: what is wrong, where, and what would be right.
package struct Diagnostic: Error, Hashable, Sendable {
  /// Whether the definition can be used nevertheless.
  package enum Severity: String, Hashable, Sendable {
    case error, warning
  }

  /// Whether the definition can be used nevertheless.
  package var severity: Severity
  /// What kind of problem it is, for programs.
  package var code: DiagnosticCode
  /// What the text belongs to, such as `segment vip`; nil for a text on its own.
  package var subject: String?
  /// What is wrong, as a sentence without capital and full stop.
  package var message: String
  /// What could have stood there.
  package var expected: String?
  /// The bytes that are wrong, as UTF-8 offsets of the text or file that was read.
  package var range: SourceRange
  /// What to write instead, ready to paste.
  package var suggestion: String?

  /// States a problem.
  package init(
    _ severity: Severity = .error, _ code: DiagnosticCode, _ message: String,
    expected: String? = nil, range: SourceRange, suggestion: String? = nil,
    subject: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.subject = subject
    self.message = message
    self.expected = expected
    self.range = range
    self.suggestion = suggestion
  }

  /// The same problem of the definition `subject`.
  package func about(_ subject: String) -> Diagnostic {
    var copy = self
    copy.subject = subject
    return copy
  }
}
