import Foundation
import StarlingServer

/// The folder in which a server keeps everything, as commands see it.
struct DataDirectory {
  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Makes the folder, for its owner only, unless it is there.
  func create() throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw CommandFailure.unreadable("\(path): the data directory cannot be made: \(error)")
    }
  }

  /// Where the API keys are.
  func keyStorage() throws -> any KeyStorage { MemoryKeyStorage() }

  /// Where the sources are.
  func sourceStorage() throws -> any SourceStorage { MemorySourceStorage() }

  /// Copies everything to a folder that does not exist, also while a server runs.
  func backUp(to target: String) throws { throw Self.notKept(path) }

  /// Puts a copy into the folder, which must be empty or missing.
  func restore(from backup: String) throws { throw Self.notKept(path) }

  private static func notKept(_ path: String) -> CommandFailure {
    .problem("\(path): this version keeps nothing between runs")
  }
}
