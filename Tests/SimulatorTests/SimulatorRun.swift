import Foundation

/// The simulator as a process: the file system that fails is one for a whole process, and other
/// tests use it too.
struct SimulatorRun {
  let text: String
  let status: Int32

  init(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // Read to the end before waiting, so that a full pipe stops nobody.
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    text = String(decoding: bytes, as: UTF8.self)
    status = process.terminationStatus
  }

  /// The program beside the tests.
  private static var program: URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "starling-sim")
  }
}
