import NIOHTTP1
import StarlingLanguage
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingServer

/// The whole server: what goes wrong only when all of it is together.
@Suite struct LiveServerTests {
  private static let now: Stamp = "2026-03-02T12:00:00Z"

  private static func workspace() throws -> Workspace {
    Workspace(
      segments: try ["buyers": "purchase[1d]"].map { name, text in
        Definition(name: name, text: text, expression: try Expression(reading: text))
      })
  }

  private static func purchase(_ person: String, id: String) -> String {
    #"{"type":"track","event":"purchase","userId":"\#(person)","timestamp":"\#(now.text)","#
      + #""messageId":"\#(id)"}"#
  }

  @Test func `what is found while the server stops is delivered before it ends`() async throws {
    let target = LocalTarget { _, _ in .answer(204) }
    let folder = try ScratchFolder()
    let workspace = try Self.workspace()
    try await target.serve { url in
      try await LiveServer.with(folder.path, workspace, at: Self.now) { live in
        _ = try await live.ask(
          .POST, "/api/webhooks", body: "{\"name\":\"orders\",\"url\":\"\(url)\"}")
        try await live.send((0..<3).map { Self.purchase("p\($0)", id: "\($0)") })
        live.server.stop()
      }
      #expect(target.requests.count == 3)
      #expect(target.requests.allSatisfy { $0.text.contains(#""segment":"buyers""#) })
    }
  }

  @Test func `metrics tell what there is`() async throws {
    let folder = try ScratchFolder()
    try await LiveServer.with(folder.path, try Self.workspace(), at: Self.now) { live in
      try await live.send([
        Self.purchase("ann", id: "1"), Self.purchase("ann", id: "1"),
        Self.purchase("bob", id: "2"),
      ])
      try await live.move(to: Self.now.advanced(byMs: 1))
      let text = try await live.server.send(.GET, "/metrics", key: live.server.adminKey).text
      let lines = Set(text.split(separator: "\n"))
      for line in [
        "starling_events_accepted_total 2", "starling_events_duplicate_total 1",
        "starling_people 2", "starling_queue_deadlines 2", "starling_evaluations_total 2",
        "starling_announce_seconds_count 1", "starling_log_events 2",
        #"starling_changes_total{cause="event"} 2"#,
      ] {
        #expect(lines.contains(Substring(line)), "\(line) is not in\n\(text)")
      }
      for part in ["timelines", "vocabulary", "identifiers", "states", "message_ids"] {
        let name = "starling_memory_bytes{part=\"\(part)\"} "
        let value = lines.first { $0.hasPrefix(name) }?.dropFirst(name.count)
        #expect(value.flatMap { Int($0) } ?? 0 > 0, "\(name)")
      }
    }
  }

  @Test func `a refused PostHog event is mended and read as one`() async throws {
    let folder = try ScratchFolder()
    try await LiveServer.with(folder.path, try Self.workspace(), at: Self.now) { live in
      let source = try await live.data.sources.create(
        name: "app", kind: .posthog, now: Self.now)
      let sent = try await live.server.send(
        .POST, "/i/v0/e/",
        body: #"{"api_key":"\#(source.secret)","event":"purchase","distinct":"ann"}"#)
      #expect(sent.status == 400)
      let entries = try await live.get("/api/quarantine")["entries"]?.elements ?? []
      let id = try #require(entries.first?["id"]?.text)
      let fixed = try await live.ask(
        .PUT, "/api/quarantine/\(id)",
        body: #"{"event":"purchase","distinct_id":"ann"}"#)
      #expect(fixed["accepted"]?.text == "1", "\(fixed.text)")
      try await live.move(to: Self.now.advanced(byMs: 1))
      #expect(try await live.members(of: "buyers") == ["ann"])
    }
  }

  @Test func `the first value that PostHog sets once stays`() async throws {
    let folder = try ScratchFolder()
    try await LiveServer.with(folder.path, try Self.workspace(), at: Self.now) { live in
      let source = try await live.data.sources.create(
        name: "app", kind: .posthog, now: Self.now)
      for (number, from) in ["search", "mail"].enumerated() {
        let stamp = Self.now.advanced(byMs: Int64(number - 9)).text
        let sent = try await live.server.send(
          .POST, "/i/v0/e/",
          body: #"{"api_key":"\#(source.secret)","event":"$set","distinct_id":"ann","#
            + #""timestamp":"\#(stamp)","properties":{"$set":{"last":"\#(from)"},"#
            + #""$set_once":{"from":"\#(from)"}}}"#)
        #expect(sent.status == 200, "\(sent.text)")
      }
      try await live.move(to: Self.now.advanced(byMs: 1))
      let traits = try await live.get("/api/people/ann")["traits"]?.members ?? []
      let values = traits.map { "\($0.key) \($0.value["value"]?.string ?? "")" }
      #expect(values == ["$set_once.from search", "last mail"])
      let preview = try await live.ask(
        .POST, "/api/preview",
        body: #"{"expression":"trait.\"$set_once\".from == \"search\""}"#)
      #expect(preview["count"]?.text == "1", "\(preview.text)")
    }
  }
}
