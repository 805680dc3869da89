import StarlingLanguage
import StarlingModel

/// Writes a workspace file in canonical form: expressions as the printer writes them, lines of at
/// most 100 columns, two blanks of indentation, one empty line between sections.
///
/// 1. The file is read and checked; what has errors is not formatted.
/// 2. Each key becomes an entry, in the order of the file.
/// 3. Each comment goes to an entry: one on a line of its own to the key that follows, one behind a
///    value to that value.
/// 4. Entries and comments are written in turn.
///
/// Formatting twice changes nothing more; no comment is lost; the meaning stays.
package enum WorkspaceFormatter {
  /// Why a file was not formatted.
  package struct Problem: Error {
    /// The text with its name, to show problems in.
    package var source: SourceText
    /// The errors, in the order of the file.
    package var diagnostics: [Diagnostic]

    /// The problems with their places.
    package var description: String { source.render(diagnostics) }
  }

  /// Formats the text of a workspace file.
  ///
  /// - Parameters:
  ///   - text: YAML or JSON; the answer is YAML.
  ///   - path: Named in messages.
  /// - Throws: The errors of the file; a file must be correct to be formatted.
  package static func format(
    _ text: String, path: String = WorkspaceFile.defaultName
  ) throws(Problem) -> String {
    let file = WorkspaceFile.read(text: text, path: path)
    let errors = file.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { throw Problem(source: file.source, diagnostics: errors) }
    let comments = YAMLScan(text).comments
    var entries: [FormattedEntry] = []
    if case .mapping(let pairs)? = YAMLDocument.read(file.source).root?.content {
      entries = EntryBuilder(source: file.source, comments: comments).entries(pairs)
    }
    var writer = EntryWriter(source: file.source)
    writer.write(entries, comments)
    return writer.text
  }
}
