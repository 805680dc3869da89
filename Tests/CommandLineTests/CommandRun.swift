import Foundation

/// One call of the built program, as a user makes it.
struct CommandRun {
  let status: Int32
  let output: String
  let errors: String

  /// The program beside the test bundle.
  private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "starling")

  /// Runs `starling` with these arguments.
  ///
  /// - Parameters:
  ///   - folder: Where it runs.
  ///   - input: What it finds on standard input.
  init(_ arguments: [String], in folder: String, input: Data = Data()) throws {
    try self.init(Self.program, arguments, in: folder, input: input)
  }

  /// Runs a script of the shell, in which `"$0"` is `starling`.
  init(script: String, in folder: String) throws {
    try self.init(
      URL(filePath: "/bin/bash"), ["-c", script, Self.program.path], in: folder, input: Data())
  }

  private init(_ program: URL, _ arguments: [String], in folder: String, input: Data) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    // Files instead of pipes: nobody has to read while the program runs.
    let names = ["in", "out", "err"].map { "\(folder)/.\(UUID().uuidString).\($0)" }
    defer { for name in names { try? FileManager.default.removeItem(atPath: name) } }
    _ = FileManager.default.createFile(atPath: names[0], contents: input)
    for name in names.dropFirst() {
      _ = FileManager.default.createFile(atPath: name, contents: nil)
    }
    process.standardInput = FileHandle(forReadingAtPath: names[0])
    process.standardOutput = FileHandle(forWritingAtPath: names[1])
    process.standardError = FileHandle(forWritingAtPath: names[2])
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOfFile: names[1], encoding: .utf8)
    errors = try String(contentsOfFile: names[2], encoding: .utf8)
  }
}
