import ArgumentParser

/// `starling backup`.
struct Backup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy a data directory, also while its server runs.",
    discussion: """
      The copy holds everything that was accepted when the command began.

        starling backup --data ./data /backups/starling-2026-03-02
      """)

  @Argument(help: "Folder for the copy; it must not exist.", completion: .directory)
  var target: String

  @Option(help: ArgumentHelp("The data directory.", valueName: "folder"))
  var data = "data"

  func run() throws { try DataDirectory(data).backUp(to: target) }
}
