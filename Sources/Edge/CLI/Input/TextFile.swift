import Foundation

/// Small files that are read as a whole.
enum TextFile {
  /// The text of a file or a pipe; `-` is standard input.
  ///
  /// - Parameter role: What the text is for, such as `the mapping`.
  /// - Throws: `CommandFailure` when it cannot be read.
  static func read(_ path: String, as role: String) throws -> String {
    do {
      let handle =
        path == "-"
        ? try StandardInput.take(as: role)
        : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      return String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
    } catch let failure as CommandFailure {
      throw failure
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
