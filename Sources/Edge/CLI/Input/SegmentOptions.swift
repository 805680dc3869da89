import ArgumentParser
import Foundation
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingWorkspace

/// Which definitions a command works with.
struct SegmentOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Workspace file with the segments; - for standard input.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var segments: String

  /// Reads and checks the file; problems are printed.
  ///
  /// - Throws: `CommandFailure` when it cannot be read or has errors.
  func load(quiet: Bool) throws -> LoadedWorkspace {
    try LoadedWorkspace(segments, showsWarnings: !quiet)
  }
}

/// A workspace file that has no errors, and the lists that it names.
struct LoadedWorkspace {
  /// Most bytes of a list: tens of millions of people.
  private static let listBytesMax = 1 << 30

  let file: WorkspaceFile
  let workspace: Workspace
  /// People on each list, by its name.
  let lists: [String: [String]]

  /// Reads and checks a file, prints its problems, and reads the lists.
  init(_ path: String, showsWarnings: Bool) throws {
    file = try WorkspaceFile.named(path)
    let shown = file.diagnostics.filter { $0.severity == .error || showsWarnings }
    if !shown.isEmpty {
      let terminal = Terminal.standardError
      terminal.print(terminal.coloured(file.source.render(shown)))
    }
    guard let workspace = file.workspace else { throw CommandFailure.saidAlready }
    self.workspace = workspace
    lists = try workspace.lists.mapValues { path in
      try TextFile.read(path, as: "a list", atMost: Self.listBytesMax)
        .split(whereSeparator: \.isNewline)
        .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
  }

  /// The segments, compiled for a timeline.
  func binding(_ imported: ImportedTimeline, _ workspace: Workspace? = nil) throws -> Binding {
    try Binding(Plan(workspace ?? self.workspace), imported.timeline, lists: lists)
  }
}
