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
  /// The lists that the file names, in its order, also when it has errors.
  package let lists: [NamedList]
  /// Where the text of each definition stands in the file.
  let places: [DefinitionText: ScalarMap]

  /// Reads and checks the text of a workspace file.
  ///
  /// - Parameters:
  ///   - text: YAML or JSON.
  ///   - path: Where it comes from; named in messages, and lists are found relative to it.
  package static func read(text: String, path: String) -> WorkspaceFile {
    guard text.utf8.count <= maximumBytes else { return tooLarge(path) }
    let source = SourceText(name: path, text: text)
    var reader = WorkspaceReader(source)
    reader.read()
    return WorkspaceFile(
      source: source, workspace: reader.hasErrors ? nil : reader.workspace,
      diagnostics: reader.diagnostics.sorted { $0.range.start < $1.range.start },
      lists: reader.lists,
      places: Dictionary(
        reader.drafts.map { ($0.text, $0.place) }, uniquingKeysWith: { first, _ in first }))
  }

  private static func tooLarge(_ path: String) -> WorkspaceFile {
    let problem = Diagnostic(
      .error, .tooLong, "the file has more than \(maximumBytes) bytes",
      expected: "a smaller file", range: SourceRange(0, 0))
    return WorkspaceFile(
      source: SourceText(name: path, text: ""), workspace: nil, diagnostics: [problem], lists: [],
      places: [:])
  }

  /// Reads and checks a file, a pipe, `-` for standard input, or the `workspace.yaml` of a
  /// directory.
  ///
  /// - Throws: What the file system says; what is wrong inside the file is in `diagnostics`.
  package static func read(at path: String) throws -> WorkspaceFile {
    if path == "-" { return try read(.standardInput, path: path) }
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let file = exists && isDirectory.boolValue ? path + "/" + defaultName : path
    return try read(FileHandle(forReadingFrom: URL(fileURLWithPath: file)), path: file)
  }

  private static func read(_ handle: FileHandle, path: String) throws -> WorkspaceFile {
    // One byte more than allowed tells a file that is too large; a pipe may never end.
    var data = Data()
    while data.count <= maximumBytes,
      let part = try handle.read(upToCount: maximumBytes + 1 - data.count), !part.isEmpty
    {
      data += part
    }
    return read(text: String(decoding: data, as: UTF8.self), path: path)
  }

  /// The folder that a workspace's lists are relative to: that of its file. A pipe has none, so
  /// that it is the folder in which the program runs; empty for that.
  static func folder(of path: String) -> String {
    let isStream = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
    guard !isStream, let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
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
