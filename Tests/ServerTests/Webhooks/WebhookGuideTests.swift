import Foundation
import StarlingActivate
import StarlingModel
import StarlingServer
import StarlingTestSupport
import Testing

/// The receiver that docs/guides/webhooks.md shows, with webhooks as they are sent.
@Suite struct WebhookGuideTests {
  private static func receiver() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appending(path: "docs/guides/webhooks.md"), encoding: .utf8)
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "```python"))
    let end = try #require(lines[start...].firstIndex(of: "```"))
    return lines[(start + 1)..<end].joined(separator: "\n") + "\n"
  }

  @Test func `the receiver of the guide takes ours once and refuses others`() async throws {
    let folder = try ScratchFolder()
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", try folder.write("receiver.py", Self.receiver()), "0"]
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["STARLING_WEBHOOK_SECRET": "s3cret"]) { $1 }
    process.standardOutput = output
    try process.run()
    // A child of the test runner has SIGTERM blocked.
    defer { kill(process.processIdentifier, SIGKILL) }
    var hello = ""
    while !hello.hasSuffix("\n") {
      let part = output.fileHandleForReading.availableData
      try #require(!part.isEmpty, "the receiver ended")
      hello += String(decoding: part, as: UTF8.self)
    }
    let port = try #require(hello.split(separator: " ").last?.split(separator: "\n").first)
    let sender = HTTPWebhookSender(policy: AddressPolicy())
    let id = try #require(WebhookTargetID("orders"))
    let change = MembershipChange(
      position: 17, at: Stamp(milliseconds: 0), recordedAt: Stamp(milliseconds: 0),
      segment: "buyers", person: "ann \"é\"", isEntry: true, cause: .event)
    func send(_ secrets: [String], number: Int = 1, ageSeconds: Double = 0) async -> AttemptResult {
      let target = WebhookTarget(
        id: id, name: "orders", url: "http://127.0.0.1:\(port)/", secrets: secrets)
      let now = Stamp(milliseconds: Int64((Date().timeIntervalSince1970 - ageSeconds) * 1_000))
      return await sender.send(
        WebhookRequest(
          DeliveryAttempt(target: target, change: change, number: number), now: now))
    }
    let first = await send(["s3cret"])
    #expect(first == .answered(status: 204))
    let exchanged = await send(["new", "s3cret"], number: 2)
    #expect(exchanged == .answered(status: 204))
    let foreign = await send(["other"])
    #expect(foreign == .answered(status: 401))
    let old = await send(["s3cret"], ageSeconds: 400)
    #expect(old == .answered(status: 401))
    try await sender.shutdown()
    kill(process.processIdentifier, SIGKILL)
    let printed = try output.fileHandleForReading.readToEnd() ?? Data()
    #expect(String(decoding: printed, as: UTF8.self) == "ann \"é\" enter buyers\n")
  }
}
