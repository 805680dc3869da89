import ArgumentParser
import StarlingServer

/// `starling doctor`.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look for what could go wrong with a server, and say what to do.",
    discussion: """
      Takes the options of serve, so that it looks at the same directory, workspace and limits.

        starling doctor --data ./data --workspace Examples/shop.yaml

      Exit code 1 when something must be done; warnings alone give 0.
      """)

  @Argument(parsing: .allUnrecognized, help: "Options of the server.")
  var options: [String] = []

  func run() throws {
    let settings = try ServerArguments(options).settings
    let findings = DoctorCheck.all.map { check in
      let finding = check.look(settings)
      Terminal.standardOutput.print(Self.line(check.name, finding))
      return finding
    }
    if findings.contains(where: { $0.isProblem }) { throw CommandFailure.saidAlready }
  }

  private static func line(_ name: String, _ finding: DoctorFinding) -> String {
    let terminal = Terminal.standardOutput
    switch finding {
    case .fine(let what): return "  ok       \(name): \(what)\n"
    case .warning(let what, let remedy):
      return "  \(terminal.styled("warning", .yellow))  \(name): \(what)\n             \(remedy)\n"
    case .problem(let what, let remedy):
      return "  \(terminal.styled("problem", .red))  \(name): \(what)\n             \(remedy)\n"
    }
  }
}
