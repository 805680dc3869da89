import GRDB
import StarlingModel

/// One state of the definitions, as it was put.
package struct DefinitionVersion: Hashable, Sendable {
  /// From 1 and without gaps.
  package var version: Int64
  /// When it was put.
  package var at: Stamp
  /// Who put it: the name of a key, or of a file.
  package var author: String
  /// The whole text.
  package var text: String
  /// What is different from the version before, for people.
  package var summary: String

  /// Gathers a version.
  package init(version: Int64, at: Stamp, author: String, text: String, summary: String) {
    self.version = version
    self.at = at
    self.author = author
    self.text = text
    self.summary = summary
  }
}
