import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline
import StarlingWorkspace

/// A workspace file that has no errors, and the lists that it names.
struct LoadedWorkspace {
  let file: WorkspaceFile
  let workspace: Workspace
  let lists: ListFiles

  /// Reads and checks a file with its lists, and prints the problems.
  init(_ path: String, showsWarnings: Bool) throws {
    file = try WorkspaceFile.named(path)
    lists = ListFiles(file)
    let shown = (file.diagnostics + lists.problems)
      .filter { $0.severity == .error || showsWarnings }
      .sorted { $0.range.start < $1.range.start }
    if !shown.isEmpty {
      let terminal = Terminal.standardError
      terminal.print(terminal.coloured(file.source.render(shown)))
    }
    guard let workspace = file.workspace, lists.problems.isEmpty else {
      throw CommandFailure.saidAlready
    }
    self.workspace = workspace
  }

  /// The segments, compiled for a timeline.
  ///
  /// - Parameters:
  ///   - workspace: The definitions to compile; nil for all of the file.
  ///   - quiet: Whether to say nothing about identifiers on lists that nobody has.
  func binding(
    _ imported: ImportedTimeline, _ workspace: Workspace? = nil, quiet: Bool
  ) throws -> Binding {
    if !quiet { lists.noteStrangers(imported.timeline) }
    return try Binding(
      Plan(workspace ?? self.workspace), imported.timeline, lists: lists.people)
  }
}
