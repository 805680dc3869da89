import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingWorkspace

/// `starling check`.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Report every error and warning of a workspace.",
    discussion: """
      With event files it also warns of events, properties and traits that the data does not have.

        starling check segments.yaml
        starling check segments.yaml shop.jsonl
        git show main:segments.yaml | starling check -

      Exit code 1 when there is an error; warnings alone give 0.
      """)

  @Argument(
    help: "Workspace file, a folder with a workspace.yaml, or - for standard input.",
    completion: .file())
  var workspace: String

  @Argument(help: "Event files, to check the names against.", completion: .file())
  var events: [String] = []

  @OptionGroup var input: InputOptions

  func run() throws {
    let file = try WorkspaceFile.named(workspace)
    var diagnostics = file.diagnostics + ListFiles(file).problems
    if !events.isEmpty, let gap = file.workspace?.settings.sessionGapMs {
      let imported = try input.load(events, sessionGapMs: gap)
      diagnostics += file.check(imported.timeline.knownNames)
    }
    diagnostics.sort { $0.range.start < $1.range.start }
    var output = try OutputFile()
    if !diagnostics.isEmpty {
      let rendered = file.source.render(diagnostics)
      try output.write(Terminal.standardOutput.coloured(rendered) + "\n")
    }
    let errors = diagnostics.count { $0.severity == .error }
    if !input.quiet {
      try output.write(summary(file, errors, diagnostics.count - errors) + "\n")
    }
    try output.flush()
    if errors > 0 { throw CommandFailure.saidAlready }
  }

  private func summary(_ file: WorkspaceFile, _ errors: Int, _ warnings: Int) -> String {
    var text = "\(file.source.name): "
    if let workspace = file.workspace {
      text += Self.counted(workspace.segments.count, "segment") + ", "
      text += Self.counted(workspace.metrics.count, "metric") + ", "
    }
    return text + Self.counted(errors, "error") + ", " + Self.counted(warnings, "warning")
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
