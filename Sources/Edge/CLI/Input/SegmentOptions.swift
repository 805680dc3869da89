import ArgumentParser

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
