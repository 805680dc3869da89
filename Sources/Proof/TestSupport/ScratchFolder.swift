import Foundation

/// A folder that vanishes with the value that owns it.
package final class ScratchFolder: Sendable {
  /// Where it lies, without a slash at the end.
  package let path: String

  /// Makes an empty folder.
  ///
  /// - Throws: When the system's folder for temporary files cannot be written.
  package init() throws {
    path = FileManager.default.temporaryDirectory
      .appending(path: "starling-test-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    // Best effort: what stays behind lies in the folder for temporary files.
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of a file in the folder, there or not.
  package func path(_ name: String) -> String { path + "/" + name }

  /// Writes a file; gives its path.
  @discardableResult
  package func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    return path(name)
  }

  /// The text of a file; `nil` when there is none.
  package func text(_ name: String) -> String? {
    try? String(contentsOfFile: path(name), encoding: .utf8)
  }
}
