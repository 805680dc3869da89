import StarlingServer
import StarlingStore

/// Looks at what lies in the data directory.
enum StoreChecks {
  /// The versions of the program and of its data.
  static func version(_ settings: ServerSettings) -> DoctorFinding {
    .fine("starling \(Starling.version), data format \(Store.formatVersion)")
  }

  /// Whether a server runs.
  static func server(_ settings: ServerSettings) -> DoctorFinding {
    do {
      guard let process = try Store.user(of: settings.dataPath) else {
        return .fine("none runs on \(settings.dataPath)")
      }
      return .fine("process \(process) runs on \(settings.dataPath)")
    } catch {
      return .warning("\(error)", remedy: "let the user that runs doctor read the directory")
    }
  }

  /// Whether everything that was committed can be read: every chunk is decoded. Only of a stopped
  /// server, since a directory belongs to one process.
  static func data(_ settings: ServerSettings) -> DoctorFinding {
    let path = settings.dataPath
    guard Store.exists(in: path) else { return .fine("nothing is there yet") }
    do {
      let store = try Store(directory: path)
      let found = try store.verify()
      try store.close()
      if found.isSound {
        return .fine(
          "\(NumberText.grouped(Int(found.eventCount))) events and "
            + "\(NumberText.grouped(Int(found.changeCount))) changes can be read")
      }
      return .problem(text(found), remedy: "restore a backup, or go on without what is damaged")
    } catch  where error.code == .inUse {
      return .fine("in use, not read; to check it, look at a backup of it, or stop the server")
    } catch {
      return .problem(error.description, remedy: "restore a backup if it stays so")
    }
  }

  private static func text(_ found: StoreInspection) -> String {
    let lost =
      found.databaseProblems + found.damages.map { "\($0)" }
      + found.missingEvents.map { "events \($0.lowerBound)..<\($0.upperBound) are missing" }
      + found.missingChanges.map { "changes \($0.lowerBound)..<\($0.upperBound) are missing" }
    let shown = lost.prefix(linesMax).joined(separator: "\n             ")
    return lost.count > linesMax
      ? shown + "\n             and \(lost.count - linesMax) more" : shown
  }

  private static let linesMax = 20
}
