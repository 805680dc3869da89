import NIOHTTP1
import Testing

@testable import StarlingServer

@Suite struct OpenAPITests {
  @Test func `the document has exactly the routes that the server has`() async throws {
    try await RunningServer.with { server in
      let answer = try await server.send(.GET, "/api/openapi.json")
      let document = try DocumentedShapes(try answer.json)
      for operation in document.operations {
        let path = operation.path.replacing(/\{(entry|key|source|version)\}/, with: "999")
          .replacing("{kind}", with: "segment").replacing(/\{\w+\}/, with: "x")
        let asked = try await server.send(operation.method, path)
        #expect(asked.status != 404 && asked.status != 405, "\(operation.method) \(path)")
      }
      #expect(document.operations.count >= 33)
    }
  }

  @Test func `answers have the shape that the document says`() async throws {
    let paths = [
      "/healthz", "/readyz", "/api/segments", "/api/segments/vip", "/api/segments/vip/history",
      "/api/segments/vip/members", "/api/people/p2", "/api/people/p2/segments",
      "/api/people/p2/timeline", "/api/people/p2/segments/vip", "/api/overlap", "/api/changes",
      "/api/definitions", "/api/versions", "/api/versions/1", "/api/quarantine",
      "/api/quarantine/counts", "/api/keys", "/api/sources", "/api/segments/none",
    ]
    try await RunningServer.with { server in
      server.engine.grow(by: 2)
      let document = try DocumentedShapes(try await server.send(.GET, "/api/openapi.json").json)
      for path in paths {
        let answer = try await server.send(.GET, path, key: server.adminKey)
        let problems = try document.problems(
          of: try answer.json, path: path, method: .GET, status: answer.status)
        #expect(problems == [], "\(answer.text)")
      }
    }
  }

  @Test func `answers to POST have the shape that the document says`() async throws {
    let cases = [
      ("/api/preview", "{\"expression\":\"count(*) > 1\"}"),
      ("/api/preview", "{\"expression\":\"?\"}"),
      ("/api/check", "{\"workspace\":\"?\"}"), ("/api/quarantine/replay", ""),
      ("/api/keys", "{\"name\":\"a\",\"scopes\":[\"read\",\"admin\"]}"),
      ("/api/sources", "{\"name\":\"a\",\"kind\":\"ga4\"}"),
    ]
    try await RunningServer.with { server in
      let document = try DocumentedShapes(try await server.send(.GET, "/api/openapi.json").json)
      for (path, body) in cases {
        let answer = try await server.send(.POST, path, key: server.adminKey, body: body)
        let problems = try document.problems(
          of: try answer.json, path: path, method: .POST, status: answer.status)
        #expect(problems == [], "\(answer.text)")
      }
    }
  }
}
