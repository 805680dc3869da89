import NIOHTTP1
import StarlingActivate
import StarlingModel
import StarlingStore
import StarlingTestSupport
import Testing

@testable import StarlingServer

/// Webhooks by way of the API and the data directory.
@Suite struct StoredWebhookTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// Waits until something is true; fails after ten seconds.
  private static func expectSoon(
    location: SourceLocation = #_sourceLocation, _ isDone: () async throws -> Bool
  ) async throws {
    for _ in 0..<1_000 {
      if try await isDone() { return }
      try await Task.sleep(for: .milliseconds(10))
    }
    Issue.record("not within ten seconds", sourceLocation: location)
  }

  private static func make(
    _ server: RunningServer, _ url: String, _ more: String = ""
  ) async throws -> RunningServer.Answer {
    try await server.send(
      .POST, "/api/webhooks", key: server.adminKey,
      body: "{\"name\":\"orders\",\"url\":\"\(url)\"\(more)}")
  }

  @Test func `changes are delivered, signed with the secret that was shown`() async throws {
    let target = LocalTarget { _, _ in .answer(204) }
    try await StoreServer.with(folder.path("data")) { running in
      try running.commit(["before"])
      try await target.serve { url in
        let made = try await Self.make(running.server, url, ",\"segments\":[\"buyers\"]")
        #expect(made.status == 201, "\(made.text)")
        let secret = String(try #require(made.text.firstMatch(of: /"secret":"(whsec_[\w-]+)"/)).1)
        try running.commit(["ann", "bob"])
        try running.commit(["cid"], in: "others")
        try await Self.expectSoon { target.requests.count == 2 }
        for request in target.requests {
          #expect(
            WebhookSignature.isValid(
              request.signature, body: request.body, secret: secret,
              nowSeconds: WallClock.now().milliseconds / 1_000))
        }
        #expect(Set(target.requests.map(\.id)) == ["1-2", "1-3"])
        // Moving over what is not wanted is recorded now and then only.
        try await Self.expectSoon { try running.store.targets().first?.cursor == 3 }
        try await Self.expectSoon { try running.store.deliveries(target: 1, limit: 9) == [] }
      }
    }
  }

  @Test func `what was not delivered is delivered after a restart`() async throws {
    let folder = folder
    let url = try await LocalTarget({ _, _ in .answer(204) }).serve { $0 }
    try await StoreServer.with(folder.path("data")) { running in
      _ = try await Self.make(running.server, url)
      try running.commit(["ann", "bob", "ann"])
      try await Self.expectSoon { try running.store.deliveries(target: 1, limit: 10).count == 3 }
    }
    let store = try Store(directory: folder.path("data"))
    let made = try WebhookTarget(try #require(try store.targets().first))
    let again = LocalTarget { _, _ in .answer(200) }
    try await again.serve { url in
      var target = made
      target.url = url
      _ = try store.updateTarget(1, settings: target.settings)
      // What is committed while no server delivers is in the log behind the cursor.
      _ = try store.commit(
        StoreCommit(changes: [
          MembershipChange(
            position: 0, at: "2026-03-02", recordedAt: "2026-03-02", segment: "s", person: "dee",
            isEntry: false, cause: .time)
        ]))
      try store.close()
      try await StoreServer.with(folder.path("data")) { running in
        try await Self.expectSoon { Set(again.requests.map(\.id)).count == 4 }
        try await Self.expectSoon { try running.store.deliveries(target: 1, limit: 10) == [] }
      }
    }
    #expect(Set(again.requests.map(\.id)) == ["1-1", "1-2", "1-3", "1-4"])
  }

  @Test func `dead letters are listed, begun anew, and then gone`() async throws {
    let target = LocalTarget { _, count in count == 1 ? .answer(404) : .answer(200) }
    try await StoreServer.with(folder.path("data")) { running in
      let server = running.server
      try await target.serve { url in
        _ = try await Self.make(server, url)
        try running.commit(["ann", "bob"])
        let path = "/api/webhooks/1/dead-letters"
        try await Self.expectSoon {
          try running.store.deliveries(target: 1, isDead: true, limit: 10).count == 2
        }
        let list = try await server.send(.GET, path, key: server.adminKey)
        #expect(list.text.contains(#""position":1,"attempts":1,"problem":"status 404""#))
        #expect(list.text.contains(#""person":"bob""#))
        let none = try await server.send(
          .POST, "/api/webhooks/1/retry?position=9", key: server.adminKey)
        #expect(none.status == 404)
        let retried = try await server.send(
          .POST, "/api/webhooks/1/retry", key: server.adminKey)
        #expect(retried.text == "{\"positions\":[1,2]}\n")
        try await Self.expectSoon { try running.store.deliveries(target: 1, limit: 9) == [] }
        #expect(target.requests.count == 4)
      }
    }
  }

  @Test func `a webhook is paused, changed, given another secret and deleted`() async throws {
    let target = LocalTarget { _, _ in .answer(200) }
    try await StoreServer.with(folder.path("data")) { running in
      let server = running.server
      @Sendable func send(
        _ method: String, _ path: String, _ body: String? = nil
      ) async throws -> RunningServer.Answer {
        try await server.send(
          .init(rawValue: method), "/api/webhooks" + path, key: server.adminKey, body: body)
      }
      try await target.serve { url in
        _ = try await Self.make(server, url, ",\"paused\":true")
        try running.commit(["ann"])
        let paused = try await send("GET", "/1")
        #expect(paused.text.contains("\"paused\":true"))
        #expect(!paused.text.contains("whsec_"))
        let resumed = try await send("PATCH", "/1", #"{"paused":false,"segments":["buyers"]}"#)
        #expect(resumed.text.contains(#""segments":["buyers"]"#))
        try await Self.expectSoon { target.requests.count == 1 }
        let all = try await send("PATCH", "/1", #"{"segments":[]}"#)
        #expect(all.text.contains(#""segments":null"#))
        #expect(try await send("POST", "/1/secret").text.contains("\"secrets\":2"))
        try running.commit(["bob"])
        try await Self.expectSoon { target.requests.count == 2 }
        #expect(target.requests.last?.signature.split(separator: "v1=").count == 3)
        #expect(try await send("DELETE", "/1/secret").text.contains("\"secrets\":1"))
        #expect(try await send("DELETE", "/1").status == 204)
        #expect(try await send("DELETE", "/1").status == 404)
        #expect(try await send("GET", "").text == "{\"webhooks\":[]}\n")
      }
    }
  }

  @Test func `what does not fit is refused`() async throws {
    let cases = [
      (#"{"name":"a","url":"ftp://x"}"#, "url: begins with neither"),
      (#"{"url":"http://x"}"#, "name is missing"),
      (#"{"name":"a","url":"http://x","in_flight_max":65}"#, "in_flight_max: expected"),
      (#"{"name":"a","url":"http://x","segments":[""]}"#, "segments: "),
      (#"{"name":"a","url":"http://x","secret":"s"}"#, "no member"),
    ]
    try await StoreServer.with(folder.path("data")) { running in
      let server = running.server
      for (body, part) in cases {
        let answer = try await server.send(
          .POST, "/api/webhooks", key: server.adminKey, body: body)
        #expect(answer.status == 400 && answer.text.contains(part), "\(answer.text)")
      }
      let denied = try await server.send(.GET, "/api/webhooks", key: server.readKey)
      #expect(denied.status == 403)
    }
  }

  @Test func `answers have the shape that the document says`() async throws {
    try await StoreServer.with(folder.path("data")) { running in
      let server = running.server
      let document = try DocumentedShapes(try await server.send(.GET, "/api/openapi.json").json)
      _ = try await Self.make(server, "http://127.0.0.1:9/none")
      for (method, path) in [
        ("GET", "/api/webhooks"), ("GET", "/api/webhooks/1"), ("POST", "/api/webhooks/1/secret"),
        ("GET", "/api/webhooks/1/dead-letters"), ("POST", "/api/webhooks/1/retry"),
        ("GET", "/api/webhooks/9"),
      ] {
        let answer = try await server.send(.init(rawValue: method), path, key: server.adminKey)
        let problems = try document.problems(
          of: try answer.json, path: path, method: .init(rawValue: method), status: answer.status)
        #expect(problems == [], "\(path): \(answer.text)")
      }
    }
  }
}
