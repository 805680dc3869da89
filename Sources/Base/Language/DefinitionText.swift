/// A definition as it was written, before any check.
package struct DefinitionText: Hashable, Sendable {
  /// What a definition is for, which decides its type.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// True or false for every person.
    case segment
    /// A number, or absent, for every person.
    case metric
  }

  package var kind: Kind
  package var name: String
  package var text: String

  /// Names a text.
  package init(_ kind: Kind, _ name: String, _ text: String) {
    self.kind = kind
    self.name = name
    self.text = text
  }

  /// How messages call it: `segment vip`.
  package var subject: String { "\(kind.rawValue) \(name)" }
}

/// What the check found about one definition.
package struct CheckedDefinition: Sendable {
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
