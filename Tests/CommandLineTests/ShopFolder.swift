import Foundation
import StarlingTestSupport
import Testing

/// A folder with the three events and two segments of the first steps in the documentation.
struct ShopFolder {
  static let events = """
    {"type":"track","event":"add_to_cart","userId":"ann","timestamp":"2026-03-02T10:00:00.000Z",\
    "messageId":"m1","properties":{"product_id":"p-1"}}
    {"type":"track","event":"add_to_cart","userId":"bob","timestamp":"2026-03-02T11:00:00.000Z",\
    "messageId":"m2","properties":{"product_id":"p-2"}}
    {"type":"track","event":"purchase","userId":"bob","timestamp":"2026-03-02T12:30:00.000Z",\
    "messageId":"m3","properties":{"amount":49.90}}

    """
  static let segments = """
    segments:
      abandoned: add_to_cart[7d] then no purchase within 24h
      buyers: count(purchase[30d]) >= 1

    """

  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    try folder.write("events.jsonl", Self.events)
    try folder.write("segments.yaml", Self.segments)
  }

  /// Runs a command line, split at blanks.
  func run(_ line: String, input: Data = Data()) throws -> CommandRun {
    try CommandRun(line.split(separator: " ").map(String.init), in: folder.path, input: input)
  }

  /// Runs a script of the shell, in which `"$0"` is `starling`.
  func run(script: String) throws -> CommandRun {
    try CommandRun(script: script, in: folder.path)
  }

  /// Runs a command line beside a named pipe that holds `text`, once.
  func run(_ line: String, pipe: String, text: Data) throws -> CommandRun {
    let path = folder.path(pipe)
    try? FileManager.default.removeItem(atPath: path)
    try #require(mkfifo(path, 0o600) == 0)
    // A process of its own: opening waits for the reader, who may end before everything is read.
    try folder.write("pipe.text", String(decoding: text, as: UTF8.self))
    let writer = Process()
    writer.executableURL = URL(filePath: "/bin/sh")
    writer.arguments = ["-c", "exec cat pipe.text > '\(pipe)'"]
    writer.currentDirectoryURL = URL(filePath: folder.path)
    try writer.run()
    defer {
      writer.terminate()
      writer.waitUntilExit()
    }
    return try run(line)
  }

  /// Runs a command with arguments that may hold blanks.
  func run(_ arguments: [String], input: Data = Data()) throws -> CommandRun {
    try CommandRun(arguments, in: folder.path, input: input)
  }
}
