/// A definition as it was written, before any check.
package struct DefinitionText: Hashable, Sendable {
  /// What a definition is for, which decides its type.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// True or false for every person.
    case segment
    /// A number, or absent, for every person.
    case metric
  }

  /// What it is for.
  package var kind: Kind
  /// What references call it.
  package var name: String
  /// The expression as it was written.
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
