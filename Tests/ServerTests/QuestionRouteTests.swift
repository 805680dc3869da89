import NIOHTTP1
import StarlingEngine
import Testing

@testable import StarlingServer

@Suite struct QuestionRouteTests {
  @Test func `a person's segments are answered with since and next flip`() async throws {
    try await RunningServer.with { server in
      let answer = try await server.send(.GET, "/api/people/p4/segments", key: server.readKey)
      #expect(
        answer.text == """
          {"person":"p4","at":"2026-03-02T12:30:00.000Z","segments":[\
          {"name":"vip","since":"2026-03-02T12:30:00.000Z",\
          "next_flip":{"at":"2026-03-02T12:30:00.000Z"}},\
          {"name":"all","since":null,"next_flip":{"never":true}}]}

          """)
      #expect(
        try await server.send(.GET, "/api/people/nobody/segments", key: server.readKey).status
          == 404)
    }
  }

  @Test func `parameters are checked strictly`() async throws {
    let cases = [
      ("at=yesterday", "expected an instant such as"), ("at=2026-03-02T12:00:00", "expected"),
      ("limit=0", "from 1 to 10000"), ("limit=x", "limit"), ("lmit=1", "did you mean limit?"),
      ("limit=1&limit=2", "comes twice"), ("after=%20", "expected the next of another page"),
      ("format=xml", "json, csv"), ("at=%ff", "percent escapes"),
      ("at=", "expected an instant"),
    ]
    try await RunningServer.with { server in
      for (query, part) in cases {
        let answer = try await server.send(
          .GET, "/api/segments/vip/members?\(query)", key: server.readKey)
        #expect(answer.status == 400)
        #expect(answer.text.contains(part), "\(answer.text)")
      }
    }
  }

  @Test func `identifiers may hold anything when they are escaped`() async throws {
    try await RunningServer.with { server in
      let answer = try await server.send(
        .GET, "/api/people/a%2Fb%20%F0%9F%90%A6/segments", key: server.readKey)
      #expect(answer.status == 404)
      #expect(answer.text.contains("nobody has the identifier a/b 🐦"))
      let long = String(repeating: "x", count: 1_025)
      let refused = try await server.send(
        .GET, "/api/people/\(long)/segments", key: server.readKey)
      #expect(refused.status == 400)
    }
  }

  @Test func `members come page by page and as a streamed table`() async throws {
    try await RunningServer.with { server in
      var people: [String] = []
      var after = ""
      repeat {
        let page = try await server.send(
          .GET, "/api/segments/vip/members?limit=500\(after)", key: server.readKey)
        people += page.text.matches(of: /"person":"(p\d+)"/).map { String($0.1) }
        after = page.text.firstMatch(of: /"next":"(\d+)"/).map { "&after=\($0.1)" } ?? ""
      } while !after.isEmpty
      #expect(people == (0..<1_250).map { "p\($0 * 2)" })
      let table = try await server.send(
        .GET, "/api/segments/vip/members", key: server.readKey, headers: ["Accept": "text/csv"])
      #expect(table.headers.first(name: "content-type") == "text/csv; charset=utf-8")
      let lines = table.text.split(separator: "\n")
      #expect(lines.first == "person,since")
      #expect(lines.dropFirst().map { String($0.prefix { $0 != "," }) } == people)
      let some = try await server.send(
        .GET, "/api/segments/vip/members?format=csv&limit=3", key: server.readKey)
      #expect(some.text.split(separator: "\n").count == 4)
    }
  }

  @Test func `a wrong definition comes back with its place and nothing is put`() async throws {
    try await RunningServer.with { server in
      let answer = try await server.send(
        .PUT, "/api/definitions/segment/new", key: server.adminKey,
        body: "{\"expression\":\"?\"}")
      #expect(answer.status == 422)
      #expect(answer.text.contains("\"line\":1,\"column\":1"))
      #expect(answer.text.contains("^"))
      #expect(server.engine.puts.isEmpty)
      let fine = try await server.send(
        .PUT, "/api/definitions/segment/new", key: server.adminKey,
        body: "{\"expression\":\"count(*) > 1\",\"title\":\"New\"}")
      #expect(fine.status == 200)
      #expect(server.engine.puts.map(\.by) == ["admin"])
      #expect(server.engine.puts.first?.draft.title == "New")
    }
  }

  @Test func `unknown segments are answered with the nearest name`() async throws {
    try await RunningServer.with { server in
      let answer = try await server.send(.GET, "/api/segments/vipp", key: server.readKey)
      #expect(answer.status == 404)
      #expect(answer.text.contains("did you mean vip?"))
      let busy = try await server.send(.GET, "/api/segments/slow", key: server.readKey)
      #expect(busy.status == 503)
      #expect(busy.headers.first(name: "retry-after") == "1")
    }
  }
}
