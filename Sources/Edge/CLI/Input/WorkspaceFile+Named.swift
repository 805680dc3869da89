import Foundation
import StarlingWorkspace

extension WorkspaceFile {
  /// Reads and checks the workspace that the user named; `-` is standard input.
  ///
  /// - Throws: `CommandFailure` when it cannot be read; what is wrong inside is in `diagnostics`.
  static func named(_ path: String) throws -> WorkspaceFile {
    if path == "-" { try StandardInput.take(as: "the workspace") }
    do {
      return try read(at: path)
    } catch {
      if TextFile.isFolder(path) {
        throw CommandFailure.unreadable(
          "\(path): is a folder without a readable \(defaultName); name the workspace file")
      }
      throw TextFile.unreadable(path)
    }
  }
}
