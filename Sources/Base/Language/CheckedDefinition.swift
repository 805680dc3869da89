/// What the check found about one definition.
package struct CheckedDefinition: Sendable {
  /// The definition as it was written.
  package var definition: DefinitionText
  /// The tree; nil when the text could not be read.
  package var expression: Expression?
  /// Problems in the order of the text; ranges are offsets into `definition.text`.
  package var diagnostics: [Diagnostic]

  /// Whether the definition can be used.
  package var isUsable: Bool {
    expression != nil && !diagnostics.contains { $0.severity == .error }
  }
}
