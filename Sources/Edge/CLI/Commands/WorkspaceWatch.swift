import Foundation
import Logging
import ServiceLifecycle
import StarlingEngine
import StarlingLanguage
import StarlingWorkspace

/// Looks at the workspace file once a second and puts into force what was changed in it; a file
/// with errors changes nothing, and the log says what is wrong.
struct WorkspaceWatch: Service {
  private static let everyMs = 1_000

  private let path: String
  private let system: LiveSystem
  private let logger: Logger

  init(_ path: String, _ system: LiveSystem, _ logger: Logger) {
    self.path = path
    self.system = system
    self.logger = logger
  }

  func run() async throws {
    var seen = text
    while !Task.isShuttingDownGracefully && !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(Self.everyMs))
      let now = text
      if now == seen || now == nil { continue }
      seen = now
      await put()
    }
  }

  private var text: Data? {
    var isDirectory: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    let file = exists && isDirectory.boolValue ? path + "/" + WorkspaceFile.defaultName : path
    return FileManager.default.contents(atPath: file)
  }

  private func put() async {
    do {
      let file = try WorkspaceFile.named(path)
      let lists = ListFiles(file)
      let errors = (file.diagnostics + lists.problems).filter { $0.severity == .error }
      guard let workspace = file.workspace, errors.isEmpty else {
        logger.error(
          "the workspace file has errors; the definitions stay as they were",
          metadata: ["problems": "\(file.source.render(errors))"])
        return
      }
      let version = try await system.putWorkspace(
        workspace, lists: lists.people.mapValues { Set($0) }, by: path)
      if let version {
        logger.notice(
          "new definitions are in force",
          metadata: ["version": "\(version.number)", "changes": "\(version.summary)"])
      }
    } catch {
      logger.error(
        "the workspace file cannot be put into force; the definitions stay as they were",
        metadata: ["problem": "\(error)"])
    }
  }
}
