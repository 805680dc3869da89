import StarlingModel

/// One version of all definitions.
package struct DefinitionVersion: Hashable, Sendable {
  /// Its number, from 1.
  package var number: Int
  /// When it came into force.
  package var at: Stamp
  /// Who brought it: the name of a key, or the path of a file.
  package var by: String
  /// What changed, in a line.
  package var summary: String

  /// Puts the parts together.
  package init(
    number: Int, at: Stamp, by: String, summary: String
  ) {
    self.number = number
    self.at = at
    self.by = by
    self.summary = summary
  }
}
