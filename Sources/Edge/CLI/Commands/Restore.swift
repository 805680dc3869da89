import ArgumentParser

/// `starling restore`.
struct Restore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a data directory of a copy.",
    discussion: """
      The copy is checked before anything is written.

        starling restore /backups/starling-2026-03-02 --data ./data
      """)

  @Argument(help: "Folder with the copy.", completion: .directory)
  var backup: String

  @Option(
    help: ArgumentHelp("The data directory; it must be empty or missing.", valueName: "folder"))
  var data = "data"

  func run() throws { try DataDirectory(data).restore(from: backup) }
}
