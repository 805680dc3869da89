/// A definition that somebody proposes.
package struct DefinitionDraft: Hashable, Sendable {
  /// Whether it is a segment or a metric.
  package var kind: DefinitionKind
  /// Its name.
  package var name: String
  /// Its title for people.
  package var title: String?
  /// What it is about.
  package var description: String?
  /// Its text.
  package var expression: String

  /// Puts the parts together.
  package init(
    kind: DefinitionKind, name: String, title: String? = nil, description: String? = nil,
    expression: String
  ) {
    self.kind = kind
    self.name = name
    self.title = title
    self.description = description
    self.expression = expression
  }
}
