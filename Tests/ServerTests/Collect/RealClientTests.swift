import Foundation
import StarlingColumns
import StarlingEngine
import StarlingModel
import Testing

/// Runs client libraries from PyPI against a server. They are installed once, into
/// `.build/clients`; without Python or network the tests say so and are passed over.
@Suite(.serialized) struct RealClientTests {
  /// The Python that has the libraries.
  private static let python = Result { try installed() }

  private static let isReady: Bool = {
    switch python {
    case .success: return true
    case .failure(let error):
      print("NOT TESTED: no environment for segment-analytics-python and posthog: \(error)")
      return false
    }
  }()

  private struct Failed: Error { var text: String }

  private static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
  }

  private static func installed() throws -> URL {
    let folder = root.appendingPathComponent(".build/clients")
    let python = folder.appendingPathComponent("bin/python3")
    let check = ["-c", "import segment.analytics, posthog"]
    if (try? run(python.path, check)) != nil { return python }
    _ = try run("/usr/bin/env", ["python3", "-m", "venv", folder.path])
    _ = try run(
      python.path, ["-m", "pip", "install", "--quiet", "segment-analytics-python", "posthog"])
    _ = try run(python.path, check)
    return python
  }

  /// What a program writes; it must end well.
  @discardableResult
  private static func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw Failed(text: String(text.suffix(400))) }
    return text
  }

  private func send(_ script: String, _ server: CollectServer, gzip: Bool) async throws {
    let python = try Self.python.get().path
    let path = Self.root.appendingPathComponent("Tests/Clients/\(script)").path
    let arguments = [path, "http://127.0.0.1:\(server.port)"] + (gzip ? ["gzip"] : [])
    // On a thread of its own: waiting for a process must not hold up the server.
    let output = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try Self.run(python, arguments) })
      }
    }
    #expect(!output.contains("failed"), "\(output)")
  }

  private func checkPurchases(_ events: [Event]) {
    let purchases = events.filter { $0.name == "purchase" }
    let amounts = purchases.compactMap { $0.properties[PropertyPath(["amount"])]?.number }
    #expect(amounts.sorted() == (0..<20).map { Double($0) + 0.5 })
    #expect(purchases.allSatisfy { $0.person == "u1" })
    #expect(Set(events.map(\.messageID)).count == events.count, "each event came once, with an id")
    let now = Int64(Date().timeIntervalSince1970 * 1_000)
    #expect(events.allSatisfy { abs($0.stamp.milliseconds - now) < 120_000 })
  }

  @Test(.enabled(if: isReady), arguments: [false, true])
  func `segment-analytics-python sends all its calls and tries again`(gzip: Bool) async throws {
    try await CollectServer.run(realTime: true) { server in
      server.intake.refuse(
        IntakeRefusal(.busy, retryAfterSeconds: 1, "the queue is full"),
        IntakeRefusal(.unavailable, retryAfterSeconds: 1, "the disk is full"))
      try await send("segment_client.py", server, gzip: gzip)
      let events = server.intake.events
      checkPurchases(events)
      #expect(server.intake.calls >= 3 && server.intake.rejected.isEmpty)
      #expect(Set(events.map(\.kind)) == Set(EventKind.allCases))
      let identify = events.first { $0.kind == .identify }
      #expect(identify?.properties[PropertyPath(["plan"])] == .string("pro"))
      #expect(events.first { $0.kind == .alias }?.joined == "old")
    }
  }

  @Test(.enabled(if: isReady), arguments: [false, true])
  func `posthog sends all its calls and tries again`(gzip: Bool) async throws {
    try await CollectServer.run(realTime: true) { server in
      server.intake.refuse(
        IntakeRefusal(.unavailable, retryAfterSeconds: 1, "the disk is full"))
      try await send("posthog_client.py", server, gzip: gzip)
      let events = server.intake.events
      checkPurchases(events)
      #expect(server.intake.calls >= 2 && server.intake.rejected.isEmpty)
      let traits = events.filter { $0.kind == .identify }
      #expect(traits.contains { $0.properties[PropertyPath(["plan"])] == .string("pro") })
      #expect(events.contains { $0.kind == .group } && events.contains { $0.kind == .alias })
    }
  }
}
