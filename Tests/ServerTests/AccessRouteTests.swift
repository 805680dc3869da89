import NIOHTTP1
import Testing

@testable import StarlingServer

@Suite struct AccessRouteTests {
  @Test func `a key is made, listed, used and revoked through the API`() async throws {
    try await RunningServer.with { server in
      let made = try await server.send(
        .POST, "/api/keys", key: server.adminKey,
        body: "{\"name\":\"app\",\"scopes\":[\"read\"]}")
      #expect(made.status == 201)
      let key = try #require(made.text.firstMatch(of: /"key":"(sk_\w+)"/)).1
      #expect(try await server.send(.GET, "/api/segments", key: String(key)).status == 200)
      let list = try await server.send(.GET, "/api/keys", key: server.adminKey)
      #expect(list.text.contains("\"name\":\"app\""))
      #expect(!list.text.contains(key))
      #expect(try await server.send(.DELETE, "/api/keys/4", key: server.adminKey).status == 200)
      #expect(try await server.send(.GET, "/api/segments", key: String(key)).status == 401)
      #expect(try await server.send(.DELETE, "/api/keys/99", key: server.adminKey).status == 404)
      let last = try await server.send(.DELETE, "/api/keys/1", key: server.adminKey)
      #expect(last.status == 409)
    }
  }

  @Test func `a source is made, disabled, and gets a new write key`() async throws {
    try await RunningServer.with { server in
      let made = try await server.send(
        .POST, "/api/sources", key: server.adminKey,
        body: "{\"name\":\"hooks\",\"kind\":\"webhook\",\"mapping\":{\"event\":\"$.type\"}}")
      #expect(made.status == 201)
      #expect(made.text.contains("\"mapping\":{\"event\":\"$.type\"}"))
      let first = try #require(made.text.firstMatch(of: /"write_key":"(wk_\w+)"/)).1
      let off = try await server.send(
        .PATCH, "/api/sources/1", key: server.adminKey, body: "{\"disabled\":true}")
      #expect(!off.text.contains("\"disabled\":null"))
      let turned = try await server.send(.POST, "/api/sources/1/key", key: server.adminKey)
      let second = try #require(turned.text.firstMatch(of: /"write_key":"(wk_\w+)"/)).1
      #expect(first != second)
      #expect(
        try await server.send(
          .PATCH, "/api/sources/9", key: server.adminKey, body: "{}"
        ).status == 404)
    }
  }

  @Test func `a body that does not fit is refused with its place`() async throws {
    let cases = [
      ("{}", "the member name is missing"), ("[]", "is a list; expected an object"),
      ("{\"name\":\"a\",\"scopes\":[\"reed\"]}", "\\\"reed\\\" is none of"),
      ("{\"name\":\"a\",\"scopes\":[]}", "at least one scope"),
      ("{\"name\":\"a\",\"scope\":[],\"scopes\":[\"read\"]}", "did you mean scopes?"),
      ("{\"name\":1,\"scopes\":[\"read\"]}", "name: expected a text, found a number"),
      ("{\"name\":\"a\",\"name\":\"b\"}", "comes twice"), ("{\"name\":\"a\"", "expected , or }"),
      ("{\"name\":01}", "expected a value"), ("", "expected a value"),
    ]
    try await RunningServer.with { server in
      for (body, part) in cases {
        let answer = try await server.send(.POST, "/api/keys", key: server.adminKey, body: body)
        #expect(answer.status == 400)
        #expect(answer.text.contains(part), "\(answer.text)")
      }
    }
  }

  @Test func `hostile bodies are refused and nothing else happens`() async throws {
    let hostile =
      [String(repeating: "[", count: 100_000), "{\"a\":1e999}", "{\"a\":\"\\ud800\"}", "nul"]
      + ["{\"a\":" + String(repeating: "9", count: 1_000) + "}", "{\"a\":\"\u{1}\"}", "{}{}"]
    for body in hostile {
      #expect(throws: Problem.self) { _ = try JSONTreeReader.read(Array(body.utf8)) }
    }
    #expect(throws: Problem.self) { _ = try JSONTreeReader.read([0x22, 0xFF, 0x22]) }
  }
}
