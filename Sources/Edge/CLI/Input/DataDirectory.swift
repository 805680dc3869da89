import StarlingServer
import StarlingStore

/// The folder in which a server keeps everything, as commands see it.
struct DataDirectory {
  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// Opens it for this process alone; it is made when it is not there.
  ///
  /// - Parameter advice: What to do instead while a server has it open.
  func open(whenInUse advice: String = "") throws -> Store {
    do {
      return try Store(directory: path)
    } catch let error where error.code == .inUse {
      throw CommandFailure.unreadable(error.description + advice)
    } catch {
      throw CommandFailure.unreadable(error.description)
    }
  }

  /// Where the API keys of a stopped server are.
  func keyStorage() throws -> any KeyStorage {
    guard Store.exists(in: path) else {
      throw CommandFailure.problem(
        "\(path): there is no data directory; starling serve --data \(path) makes it")
    }
    let store = try open(
      whenInUse: "; to ask the running server, give --url and set STARLING_KEY")
    return StoreKeyStorage(StoreAccess(store))
  }

  /// Copies everything to a folder that does not exist, also while a server runs.
  func backUp(to target: String) throws { try Store.backup(of: path, to: target) }

  /// Puts a copy into the folder, which must be empty or missing.
  func restore(from backup: String) throws { try Store.restore(from: backup, to: path) }
}
