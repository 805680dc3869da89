import Foundation
import Testing

@testable import StarlingServer

@Suite struct SchemathesisTests {
  /// The program, when there is one: in the folder that STARLING_TEST_CLIENTS names, or on the
  /// path.
  private static func program() -> String? {
    let environment = ProcessInfo.processInfo.environment
    let folders =
      (environment["STARLING_TEST_CLIENTS"].map { [$0] } ?? [])
      + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return folders.map { $0 + "/schemathesis" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// How many requests for each operation; the long run takes ten times as many.
  private static let examples =
    ProcessInfo.processInfo.environment["STARLING_FUZZ_ROUNDS"] == nil ? "10" : "300"

  @Test func `random requests by the document find no answer outside of it`() async throws {
    guard let program = Self.program() else {
      print(
        "SKIPPED: there is no schemathesis; pip install schemathesis, STARLING_TEST_CLIENTS=…/bin")
      return
    }
    try await RunningServer.with { server in
      server.engine.grow(by: 20)
      let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let report = folder.appending(path: "report.txt")
      _ = FileManager.default.createFile(atPath: report.path, contents: nil)
      let process = Process()
      process.executableURL = URL(filePath: program)
      process.currentDirectoryURL = folder
      process.arguments = [
        "run", "\(server.url)/api/openapi.json", "-H", "Authorization: Bearer \(server.adminKey)",
        "--max-examples", Self.examples, "--seed", "1", "--no-color", "--request-timeout", "10",
        // Revoking keys would revoke the one that asks; the throttle is another test's.
        "--exclude-path-regex", "^/api/keys/",
        "--exclude-checks", "ignored_auth,positive_data_acceptance", "--workers", "2",
      ]
      process.standardOutput = try FileHandle(forWritingTo: report)
      process.standardError = process.standardOutput
      let status = try await Self.run(process)
      let text = try String(contentsOf: report, encoding: .utf8)
      #expect(status == 0, "\(text.suffix(6_000))")
    }
  }

  private static func run(_ process: Process) async throws -> Int32 {
    try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
  }
}
