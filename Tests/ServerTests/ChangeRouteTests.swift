import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import StarlingModel
import Testing

@testable import StarlingServer

@Suite struct ChangeRouteTests {
  /// Reads a stream until it has shown so many changes or ended.
  private static func read(
    _ server: RunningServer, _ query: String, lastID: String? = nil, count: Int,
    opened: @escaping @Sendable () async throws -> Void = {}
  ) async throws -> String {
    var request = HTTPClientRequest(url: server.url + "/api/changes?" + query)
    request.headers.add(name: "authorization", value: "Bearer \(server.readKey)")
    request.headers.add(name: "accept", value: "text/event-stream")
    if let lastID { request.headers.add(name: "last-event-id", value: lastID) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    #expect(response.status == .ok)
    #expect(response.headers.first(name: "content-type") == "text/event-stream")
    var text = ""
    for try await part in response.body {
      if text.isEmpty { try await opened() }
      text += String(buffer: part)
      if text.split(separator: "data: ").count - 1 >= count { break }
    }
    return text
  }

  private static func ids(_ text: String) -> [Int64] {
    text.matches(of: /id: (\d+)\nevent/).compactMap { Int64($0.1) }
  }

  @Test func `a stream shows changes as they come, without gaps`() async throws {
    try await RunningServer.with { server in
      server.engine.grow(by: 3)
      let text = try await Self.read(server, "", count: 2_500) {
        server.engine.grow(by: 1_000)
        server.engine.grow(by: 1_500)
      }
      #expect(Self.ids(text) == Array(4...2_503))
      #expect(text.contains("event: exit\ndata: {\"position\":6,"))
    }
  }

  @Test func `a stream goes on behind the last event that the client has`() async throws {
    try await RunningServer.with { server in
      server.engine.grow(by: 10)
      let behind = try await Self.read(server, "after=7", count: 3)
      #expect(Self.ids(behind) == [8, 9, 10])
      let resumed = try await Self.read(server, "after=1", lastID: "9", count: 1)
      #expect(Self.ids(resumed) == [10])
    }
  }

  @Test func `a filtered stream tells how far it has looked`() async throws {
    try await RunningServer.with(["heartbeat": "100ms"]) { server in
      server.engine.grow(by: 2_000, segment: "other")
      server.engine.grow(by: 1)
      server.engine.grow(by: 4, segment: "other")
      let text = try await Self.read(server, "after=0&segments=vip", count: 1)
      #expect(Self.ids(text) == [2_001])
      #expect(text.contains("id: 1000\n\n"))
      let person = try await Self.read(server, "after=0&person=p7", count: 1)
      #expect(Self.ids(person) == [7])
    }
  }

  @Test func `a silent stream shows that it lives, and ends when the server stops`() async throws {
    try await RunningServer.with(["heartbeat": "100ms"]) { server in
      let text = try await Self.read(server, "", count: 1) {
        try await Task.sleep(for: .milliseconds(350))
        server.stop()
      }
      #expect(text.contains(": alive\n\n"))
      #expect(text.hasPrefix("retry: 1000\n"))
    }
  }

  @Test func `pages go on where the one before ended`() async throws {
    try await RunningServer.with { server in
      server.engine.grow(by: 5)
      let first = try await server.send(.GET, "/api/changes?limit=3", key: server.readKey)
      #expect(first.text.contains("\"next\":3,\"last\":5"))
      let second = try await server.send(.GET, "/api/changes?after=3", key: server.readKey)
      #expect(second.text.matches(of: /"position":(\d)/).map { $0.1 } == ["4", "5"])
    }
  }

  @Test func `a page waits for a change, but not for ever`() async throws {
    try await RunningServer.with { server in
      async let waiting = server.send(.GET, "/api/changes?wait=20s", key: server.readKey)
      while server.engine.listenerCount == 0 { try await Task.sleep(for: .milliseconds(5)) }
      server.engine.grow(by: 1)
      #expect(try await waiting.text.contains("\"position\":1"))
      let empty = try await server.send(
        .GET, "/api/changes?after=1&wait=100ms", key: server.readKey)
      #expect(empty.text == "{\"changes\":[],\"next\":1,\"last\":1}\n")
    }
  }

  @Test func `more streams than allowed are refused, and places become free`() async throws {
    try await RunningServer.with(["streams-max": "1", "heartbeat": "100ms"]) { server in
      _ = try await Self.read(server, "", count: 1) {
        var request = HTTPClientRequest(url: server.url + "/api/changes")
        request.headers.add(name: "authorization", value: "Bearer \(server.readKey)")
        request.headers.add(name: "accept", value: "text/event-stream")
        let refused = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        #expect(refused.status == .serviceUnavailable)
        server.engine.grow(by: 1)
      }
      var status: UInt = 0
      for _ in 0..<50 where status != 200 {
        status = try await server.send(
          .GET, "/api/changes?wait=1s&after=0", key: server.readKey
        ).status
        if status != 200 { try await Task.sleep(for: .milliseconds(50)) }
      }
      #expect(status == 200)
    }
  }
}
