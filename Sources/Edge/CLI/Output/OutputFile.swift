import Foundation

/// Bytes on their way to a file or to standard output.
struct OutputFile: ~Copyable {
  private static let bufferBytes = 1 << 16

  /// What messages call it.
  private let name: String
  private let sink: ByteSink
  private let isOwned: Bool
  private var buffer: [UInt8] = []

  /// Opens what a path leads to, a file that is made if need be, a pipe or a device; `-` is
  /// standard output. What is in a file is replaced; the file itself, with its rights and links,
  /// stays.
  ///
  /// - Throws: `CommandFailure` when it cannot be opened or made.
  init(_ path: String = "-") throws {
    isOwned = path != "-"
    name = isOwned ? path : "standard output"
    if !isOwned {
      sink = .standardOutput
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 {
      let failure = SystemFailure(number: errno)
      let remedy = failure.number == ENOENT ? "; is the folder there?" : ""
      throw CommandFailure.unreadable("\(path): cannot be written: \(failure.reason)\(remedy)")
    }
    sink = ByteSink(descriptor: descriptor)
  }

  deinit { if isOwned { close(sink.descriptor) } }

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
  ///
  /// - Throws: `CommandFailure`; one that ends the command quietly when nobody reads any more.
  mutating func flush() throws {
    do throws(SystemFailure) {
      try sink.write(buffer)
    } catch {
      if error.number == EPIPE { throw CommandFailure.unwanted }
      throw CommandFailure.unreadable("\(name): cannot be written: \(error.reason)")
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
