import ArgumentParser
import Foundation
import StarlingWorkspace

/// `starling fmt`.
struct Format: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Print a workspace in its canonical form.",
    discussion: """
      Comments stay, the meaning stays, and formatting twice changes nothing more.

        starling fmt segments.yaml            # print
        starling fmt segments.yaml --write    # change the file
        starling fmt segments.yaml --check    # exit code 1 when it is not in canonical form
      """)

  @Argument(help: "Workspace file; - for standard input.", completion: .file())
  var file: String

  @Flag(help: "Change the file instead of printing.")
  var write = false

  @Flag(help: "Only say whether the file is in canonical form.")
  var check = false

  func validate() throws {
    if write && check { throw ValidationError("--write and --check exclude each other") }
    if write && file == "-" { throw ValidationError("--write needs a file, not standard input") }
  }

  func run() throws {
    if write && !isRegularFile {
      throw CommandFailure.problem(
        "\(file): --write needs a file; leave it out to print the result")
    }
    let text = try TextFile.read(file, as: "the workspace")
    let formatted: String
    do throws(WorkspaceFormatter.Problem) {
      formatted = try WorkspaceFormatter.format(text, path: file)
    } catch {
      let terminal = Terminal.standardError
      terminal.print(terminal.coloured(error.description))
      throw CommandFailure.saidAlready
    }
    if check {
      if formatted == text { return }
      throw CommandFailure.problem(
        "\(file): not in canonical form; `starling fmt \(file) --write` makes it so")
    }
    if write && formatted == text { return }
    if write {
      do throws(SystemFailure) {
        try FileReplacement.replace(file, with: Array(formatted.utf8))
      } catch {
        throw CommandFailure.unreadable("\(file): cannot be written: \(error.reason)")
      }
      return
    }
    var output = try OutputFile()
    try output.write(formatted)
    try output.flush()
  }

  /// False for pipes and devices, which writing would replace by a file.
  private var isRegularFile: Bool {
    let path = URL(fileURLWithPath: file).resolvingSymlinksInPath().path
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    return type == nil || type == .typeRegular
  }
}
