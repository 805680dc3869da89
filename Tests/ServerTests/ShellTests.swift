import Hummingbird
import NIOCore
import NIOHTTP1
import NIOPosix
import StarlingModel
import Testing

@testable import StarlingServer

@Suite struct ShellTests {
  @Test func `a server answers healthz without a key and refuses the rest`() async throws {
    try await RunningServer.with { server in
      let health = try await server.send(.GET, "/healthz")
      #expect(health.status == 200)
      #expect(health.text == "{\"status\":\"ok\"}\n")
      #expect(health.headers.first(name: "x-request-id") != nil)
      let refused = try await server.send(.GET, "/api/segments")
      #expect(refused.status == 401)
      #expect(refused.headers.first(name: "www-authenticate") == "Bearer realm=\"starling\"")
      #expect(refused.headers.first(name: "content-type") == "application/problem+json")
      #expect(refused.text.contains("urn:starling:problem:no-key"))
    }
  }

  @Test func `a key with another scope gets 403 and one with the right scope 200`() async throws {
    try await RunningServer.with { server in
      let wrong = try await server.send(.GET, "/api/segments", key: server.collectKey)
      #expect(wrong.status == 403)
      #expect(wrong.text.contains("needs the scope read"))
      #expect(try await server.send(.GET, "/api/segments", key: server.readKey).status == 200)
      #expect(try await server.send(.GET, "/api/keys", key: server.readKey).status == 403)
    }
  }

  @Test func `many wrong keys from one address get 429 while good ones pass`() async throws {
    try await RunningServer.with { server in
      // At once, because each second allows one more.
      let statuses = try await withThrowingTaskGroup(of: UInt.self) { group in
        for _ in 0..<60 {
          group.addTask {
            try await server.send(.GET, "/api/segments", key: "sk_wrong").status
          }
        }
        return try await group.reduce(into: [UInt: Int]()) { $0[$1, default: 0] += 1 }
      }
      #expect(statuses[401] ?? 0 >= 20)
      #expect(statuses[429] ?? 0 > 0)
      #expect(try await server.send(.GET, "/api/segments", key: server.readKey).status == 200)
    }
  }

  @Test func `unknown paths get 404 and wrong methods 405 with what is allowed`() async throws {
    try await RunningServer.with { server in
      let lost = try await server.send(.GET, "/api/nothing")
      #expect(lost.status == 404)
      #expect(lost.text.contains("/api/openapi.json"))
      let wrong = try await server.send(.POST, "/api/segments", key: server.readKey, body: "{}")
      #expect(wrong.status == 405)
      #expect(wrong.headers.first(name: "allow") == "GET, HEAD")
      let fixed = try await server.send(.DELETE, "/api/quarantine/counts", key: server.adminKey)
      #expect(fixed.headers.first(name: "allow") == "GET, HEAD")
    }
  }

  @Test func `a HEAD request gets the head of GET`() async throws {
    try await RunningServer.with { server in
      let answer = try await server.send(.HEAD, "/healthz")
      #expect(answer.status == 200)
      #expect(answer.text.isEmpty)
    }
  }

  @Test func `the client's own request id comes back when it is plain`() async throws {
    try await RunningServer.with { server in
      let mine = try await server.send(.GET, "/healthz", headers: ["X-Request-ID": "abc-1.2"])
      #expect(mine.headers.first(name: "x-request-id") == "abc-1.2")
      let odd = try await server.send(.GET, "/healthz", headers: ["X-Request-ID": "a b\"c"])
      #expect(odd.headers.first(name: "x-request-id") != "a b\"c")
    }
  }

  @Test func `a body that is too large gets 413`() async throws {
    try await RunningServer.with(["api-body-limit": "2 KiB"]) { server in
      let body = "{\"expression\":\"" + String(repeating: "x", count: 4_000) + "\"}"
      let answer = try await server.send(.POST, "/api/preview", key: server.readKey, body: body)
      #expect(answer.status == 413)
    }
  }

  @Test func `an answer that takes too long gets 503`() async throws {
    await #expect {
      try await Deadline.run(ms: 20) { try await Task.sleep(for: .seconds(60)) }
    } throws: { ($0 as? Problem)?.kind == .busy }
  }

  @Test func `a server that is not ready says what it waits for`() async throws {
    let change: @Sendable (inout ServerParts) -> Void = { $0.notReady = { ["definitions"] } }
    try await RunningServer.with(change: change) { server in
      let answer = try await server.send(.GET, "/readyz")
      #expect(answer.status == 503)
      #expect(answer.text == "{\"ready\":false,\"waiting_for\":[\"definitions\"]}\n")
    }
  }

  @Test func `a server that still opens its data lives, is not ready, and says when to come back`()
    async throws
  {
    try await RunningServer.with { (server: RunningServer) in
      let (ports, found) = AsyncStream<Int>.makeStream()
      let opening = Application(
        responder: OpeningResponder(),
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { found.yield($0.localAddress?.port ?? 0) })
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await opening.run() }
        var iterator = ports.makeAsyncIterator()
        let server = server.at(port: try #require(await iterator.next()))
        #expect(try await server.send(.GET, "/healthz").status == 200)
        let readiness = try await server.send(.GET, "/readyz")
        #expect(readiness.status == 503 && readiness.text.contains("opening"))
        let other = try await server.send(.POST, "/v1/track", body: "{}")
        #expect(other.status == 503 && other.headers["retry-after"].first == "2")
        group.cancelAll()
      }
    }
  }

  @Test func `a server that stops answers what it has accepted`() async throws {
    let (begun, begin) = AsyncStream<Void>.makeStream()
    let change: @Sendable (inout ServerParts) -> Void = { parts in
      parts.addRoutes = { router in
        router.get("/slow") { _, _ in
          begin.finish()
          try await Task.sleep(for: .milliseconds(500))
          return "done"
        }
      }
    }
    try await RunningServer.with(change: change) { server in
      async let slow = server.send(.GET, "/slow")
      for await _ in begun {}
      server.stop()
      let answer = try await slow
      #expect(answer.status == 200)
      #expect(answer.text == "done")
    }
  }

  @Test func `headers over the limit are refused`() async throws {
    try await RunningServer.with(["header-limit": "2 KiB"]) { server in
      let long = String(repeating: "x", count: 4_000)
      let answer = try await server.send(.GET, "/healthz", headers: ["X-Long": long])
      #expect(answer.status == 400 || answer.status == 431)
    }
  }
}
