import Foundation

/// Small files that are read as a whole.
enum TextFile {
  /// The text of a file; `-` is standard input.
  ///
  /// - Throws: `CommandFailure` when it cannot be read.
  static func read(_ path: String) throws -> String {
    do {
      let data =
        path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data()
        : try Data(contentsOf: URL(fileURLWithPath: path))
      return String(decoding: data, as: UTF8.self)
    } catch {
      if isFolder(path) {
        throw CommandFailure.unreadable("\(path): is a folder; name a file in it")
      }
      throw CommandFailure.unreadable("\(path): cannot be read; is the path right?")
    }
  }

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
