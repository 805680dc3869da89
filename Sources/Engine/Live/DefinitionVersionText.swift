/// One version of all definitions with its text.
package struct DefinitionVersionText: Hashable, Sendable {
  /// Number, time and author.
  package var version: DefinitionVersion
  /// The workspace file.
  package var text: String
  /// Lines taken away and added, as diff -u shows them; empty for the first.
  package var difference: String

  /// Puts the parts together.
  package init(
    version: DefinitionVersion, text: String, difference: String
  ) {
    self.version = version
    self.text = text
    self.difference = difference
  }
}
