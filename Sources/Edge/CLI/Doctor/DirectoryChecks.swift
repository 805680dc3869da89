import Foundation
import StarlingServer

/// Looks at the data directory and its disk.
enum DirectoryChecks {
  /// Whether it is there, its owner's alone, and writable.
  static func directory(_ settings: ServerSettings) -> DoctorFinding {
    let path = settings.dataPath
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      return .warning("\(path) does not exist", remedy: "starling serve makes it")
    }
    guard isDirectory.boolValue else {
      return .problem("\(path) is a file", remedy: "name another folder with --data")
    }
    guard FileManager.default.isWritableFile(atPath: path) else {
      return .problem("\(path) is not writable", remedy: "chown it to the user of the server")
    }
    let mode = permissions(path)
    if mode & 0o077 != 0 {
      return .warning(
        "\(path) is open to others (mode \(String(mode, radix: 8)))", remedy: "chmod 700 \(path)")
    }
    return .fine(path)
  }

  private static func permissions(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }

  /// Whether the disk has room.
  static func disk(_ settings: ServerSettings) -> DoctorFinding {
    let path = FileManager.default.fileExists(atPath: settings.dataPath) ? settings.dataPath : "."
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.intValue else {
      return .warning("\(path): the free space is not known", remedy: "look with df \(path)")
    }
    let text = "\(NumberText.bytes(free)) free"
    if free < settings.diskReserveBytes {
      return .problem(
        "\(text); events are refused below \(NumberText.bytes(settings.diskReserveBytes))",
        remedy: "make room, or lower --disk-reserve")
    }
    if free < settings.diskReserveBytes * 4 {
      return .warning(text, remedy: "make room soon: 1 GB holds some 20 million events")
    }
    return .fine(text)
  }
}
