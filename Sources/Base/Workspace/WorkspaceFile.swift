import Foundation
import StarlingLanguage
import StarlingModel

/// A workspace file that was read: the workspace, when nothing is wrong, and all problems with
/// their places in the file.
package struct WorkspaceFile: Sendable {
  /// Largest file that is read. Unit: bytes.
  package static let maximumBytes = 4 << 20
  /// The file that a directory stands for.
  package static let defaultName = "workspace.yaml"

  /// The text with its name, to show problems in.
  package let source: SourceText
  /// The checked workspace; nil when there are errors.
  package let workspace: Workspace?
  /// Errors and warnings in the order of the file; ranges are offsets into `source`.
  package let diagnostics: [Diagnostic]
  /// Where the text of each definition stands in the file.
  let places: [DefinitionText: ScalarMap]

  /// Reads and checks the text of a workspace file.
  ///
  /// - Parameters:
  ///   - text: YAML or JSON.
  ///   - path: Where it comes from; named in messages, and lists are found relative to it.
  package static func read(text: String, path: String) -> WorkspaceFile {
    guard text.utf8.count <= maximumBytes else { return tooLarge(text.utf8.count, path) }
    let source = SourceText(name: path, text: text)
    var reader = WorkspaceReader(source)
    reader.read()
    return WorkspaceFile(
      source: source, workspace: reader.hasErrors ? nil : reader.workspace,
      diagnostics: reader.diagnostics.sorted { $0.range.start < $1.range.start },
      places: Dictionary(
        reader.drafts.map { ($0.text, $0.place) }, uniquingKeysWith: { first, _ in first }))
  }

  private static func tooLarge(_ count: Int, _ path: String) -> WorkspaceFile {
    let problem = Diagnostic(
      .error, .tooLong, "the file has \(count) bytes, more than \(maximumBytes)",
      expected: "a smaller file", range: SourceRange(0, 0))
    return WorkspaceFile(
      source: SourceText(name: path, text: ""), workspace: nil, diagnostics: [problem], places: [:])
  }

  /// Reads and checks a file, or the `workspace.yaml` of a directory.
  ///
  /// - Throws: What the file system says; what is wrong inside the file is in `diagnostics`.
  package static func read(at path: String) throws -> WorkspaceFile {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let file = exists && isDirectory.boolValue ? path + "/" + defaultName : path
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    return read(text: String(decoding: data, as: UTF8.self), path: file)
  }

  /// Warnings about events, properties and traits that the data does not have.
  package func check(_ known: KnownNames) -> [Diagnostic] {
    guard let workspace else { return [] }
    let check = KnownNamesCheck(known)
    var warnings: [Diagnostic] = []
    for (kind, definitions) in [
      (DefinitionText.Kind.metric, workspace.metrics), (.segment, workspace.segments),
    ] {
      for definition in definitions {
        let text = DefinitionText(kind, definition.name, definition.text)
        for warning in check.warnings(definition.expression) {
          var placed = warning.about(text.subject)
          placed.range = places[text]?.range(warning.range) ?? SourceRange(0, 0)
          warnings.append(placed)
        }
      }
    }
    return warnings.sorted { $0.range.start < $1.range.start }
  }
}
