import Foundation

/// Bytes on their way to a file or to standard output.
struct OutputFile: ~Copyable {
  private static let bufferBytes = 1 << 16

  private let path: String
  private let handle: FileHandle
  private var buffer: [UInt8] = []

  /// Opens a file, replacing what is there; `-` is standard output.
  ///
  /// - Throws: `CommandFailure` when it cannot be made.
  init(_ path: String = "-") throws {
    self.path = path
    if path == "-" {
      handle = .standardOutput
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw CommandFailure.unreadable("\(path): cannot be written; is the folder there?") }
    self.handle = handle
  }

  /// Adds a text.
  mutating func write(_ text: String) throws {
    buffer += text.utf8
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Adds bytes.
  mutating func write(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Hands everything over to the system; call it last.
  mutating func flush() throws {
    do {
      try handle.write(contentsOf: buffer)
    } catch {
      throw CommandFailure.unreadable("\(path): cannot be written: \(error.localizedDescription)")
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
