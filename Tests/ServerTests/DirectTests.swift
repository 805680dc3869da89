import NIOHTTP1
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingTestSupport
import Testing

@testable import StarlingServer

/// Requests that are answered before they become tasks, against the common way, which a client
/// chooses by naming its request.
@Suite struct DirectTests {
  private static let now: Stamp = "2026-03-02T12:00:00Z"

  private static func with(_ test: @escaping @Sendable (LiveServer) async throws -> Void)
    async throws
  {
    let workspace = Workspace(
      segments: [
        Definition(
          name: "buyers", text: "purchase[1d]",
          expression: try Expression(reading: "purchase[1d]"))
      ])
    try await LiveServer.with(try ScratchFolder().path, workspace, at: now) { live in
      try await live.send([track("ann", id: "first")])
      // The use of a key is noted by its first request, which goes the common way.
      _ = try await live.server.send(.GET, "/api/segments", key: live.server.readKey)
      try await test(live)
    }
  }

  private static func track(_ person: String, id: String) -> String {
    #"{"type":"track","event":"purchase","userId":"\#(person)","messageId":"\#(id)","#
      + #""timestamp":"\#(now.text)"}"#
  }

  /// The headers that an answer has on both ways, without those that differ each time.
  private static func names(_ answer: RunningServer.Answer) -> Set<String> {
    Set(answer.headers.map { $0.name.lowercased() })
  }

  @Test func `both ways answer the same`() async throws {
    try await Self.with { live in
      let key = live.server.readKey
      let common = ["x-request-id": "common"]
      for path in ["ann", "nobody", "a%6En", "%zz", "a/b", "", "ann?at=2026-03-02T12:00:00Z"] {
        let path = path.contains("?") ? "ann/segments?at=\(Self.now.text)" : "\(path)/segments"
        for key in [key, "sk_wrong", live.server.collectKey] {
          let first = try await live.server.send(.GET, "/api/people/\(path)", key: key)
          let other = try await live.server.send(
            .GET, "/api/people/\(path)", key: key, headers: common)
          #expect(first.status == other.status, "\(path)")
          if first.status == 200 { #expect(first.text == other.text) }
          #expect(Self.names(first) == Self.names(other), "\(path)")
        }
      }
      for (number, item) in [
        Self.track("bob", id: "b"), #"{"type":"track","userId":"bob"}"#, #"{"type":7}"#, "7",
      ].enumerated() {
        let body = #"{"writeKey":"\#(live.writeKey)","batch":[\#(item)]}"#
        let first = try await live.server.send(.POST, "/v1/batch", body: body)
        let other = try await live.server.send(.POST, "/v1/batch", headers: common, body: body)
        #expect(first.status == other.status && first.text == other.text, "item \(number)")
        #expect(Self.names(first) == Self.names(other), "item \(number)")
      }
      for body in [#"{"writeKey":"wk_none","batch":[]}"#, "{", "", "[]"] {
        let first = try await live.server.send(.POST, "/v1/batch", body: body)
        let other = try await live.server.send(.POST, "/v1/batch", headers: common, body: body)
        #expect(first.status == other.status && first.text == other.text, "\(body)")
      }
    }
  }

  @Test func `requests sent one behind the other are answered in order`() async throws {
    try await Self.with { live in
      let person = "GET /api/people/ann/segments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
      let known = person + live.server.readKey + "\r\n"
      func event(_ id: String) -> String {
        let body = Self.track("ann", id: id).replacing(
          "{\"type\"", with: "{\"writeKey\":\"\(live.writeKey)\",\"type\"")
        return "POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
      }
      let requests = [
        event("1"), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", known + "\r\n", event("2"),
        person + "sk_wrong\r\n\r\n", event("3"), event("4"), known + "\r\n",
        known + "Connection: close\r\n\r\n",
      ]
      let text = try await live.server.talk(requests.joined())
      let statuses = text.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
      #expect(statuses == ["200", "200", "200", "200", "401", "200", "200", "200", "200"])
      #expect(text.split(separator: #""name":"buyers""#).count == 4)
      #expect(text.split(separator: "x-request-id").count == requests.count + 1)
      #expect(try await live.system.person("ann").eventCount == 5)
    }
  }

  @Test func `long bodies, and clients that go, lose nothing`() async throws {
    try await Self.with { live in
      try await live.send((0..<2_000).map { Self.track("carl", id: "c\($0)") })
      #expect(try await live.system.person("carl").eventCount == 2_000)
      let body = #"{"writeKey":"\#(live.writeKey)","batch":[\#(Self.track("dora", id: "d"))]}"#
      let head = "POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
      for _ in 0..<20 { try await live.server.leave(behind: head + body) }
      try await live.send([Self.track("dora", id: "d")])
      #expect(try await live.system.person("dora").eventCount == 1)
    }
  }
}
