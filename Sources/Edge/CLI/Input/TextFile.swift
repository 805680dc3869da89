import Foundation

/// Small files that are read as a whole.
enum TextFile {
  /// Most bytes of a file that is written by hand.
  private static let bytesMax = 4 << 20

  /// The text of a file or a pipe; `-` is standard input.
  ///
  /// - Parameters:
  ///   - role: What the text is for, such as `the mapping`.
  ///   - bytesMax: Most bytes it may have.
  /// - Throws: `CommandFailure` when it cannot be read or is too long.
  static func read(
    _ path: String, as role: String, atMost bytesMax: Int = bytesMax
  ) throws(CommandFailure) -> String {
    do {
      let handle =
        path == "-"
        ? try StandardInput.take(as: role)
        : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      var bytes = Data()
      while let more = try handle.read(upToCount: 1 << 20), !more.isEmpty {
        bytes.append(more)
        if bytes.count > bytesMax {
          throw CommandFailure.unreadable(
            "\(path): longer than \(bytesMax >> 20) MiB, too long for \(role)")
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      if isFolder(path) {
        throw .unreadable("\(path): is a folder; name a file in it")
      }
      throw unreadable(path)
    }
  }

  /// The end of a command that could not read a file, with what the system says.
  static func unreadable(_ path: String) -> CommandFailure {
    if path == "-" { return .unreadable("-: standard input cannot be read") }
    guard let failure = SystemFailure.reading(path) else {
      return .unreadable("\(path): cannot be read")
    }
    let remedy = failure.number == ENOENT ? "; is the path right?" : ""
    return .unreadable("\(path): cannot be read: \(failure.reason)\(remedy)")
  }

  /// Whether a path leads to a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
