import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingModel
import StarlingServer
import Testing

@Suite struct CollectRouteTests {
  private let call = #"{"event":"e","userId":"u","messageId":"m"}"#
  /// base64 of "k:".
  private let key = ["Authorization": "Basic azo="]

  @Test func `every path of every protocol answers`() async throws {
    try await CollectServer.run { server in
      var count = 0
      for (path, endpoint) in CollectEndpoint.paths {
        for slash in ["", "/"] {
          let answer: Answer
          switch endpoint {
          case .segmentCall:
            answer = try await server.post(
              path + slash,
              #"{"event":"e","userId":"u","groupId":"g","previousId":"p","writeKey":"k"}"#)
          case .segmentBatch:
            answer = try await server.post(
              path + slash, #"{"writeKey":"k","batch":[{"event":"e","userId":"u"}]}"#)
          case .ga4(let isDebug):
            answer = try await server.post(
              path + slash + "?api_secret=k", #"{"client_id":"u","events":[{"name":"e"}]}"#)
            if isDebug { count -= 1 }
          case .postHog:
            answer = try await server.post(
              path + slash, #"{"api_key":"k","event":"e","distinct_id":"u"}"#)
          case .pixel:
            answer = try await server.send(
              "GET",
              path + slash + "?writeKey=k&event=e&userId=u&groupId=g&previousId=p")
          case .webhook: continue
          }
          #expect(answer.status == 200 || answer.status == 204, "\(path) \(answer.text)")
          count += 1
          #expect(server.intake.events.count == count, "\(path)")
        }
      }
      #expect(server.intake.batches.allSatisfy { $0.source == 7 })
      #expect(server.intake.batches.contains { $0.isHistorical })
    }
  }

  @Test func `a bad item is kept apart and the answer is 200`() async throws {
    try await CollectServer.run { server in
      let answer = try await server.post(
        "/v1/batch", #"{"batch":[{"event":"e","userId":"u"},{"type":"x"}]}"#, key)
      #expect(answer.status == 200 && answer.text == #"{"success":true}"#)
      #expect(answer["content-type"] == "application/json")
      #expect(server.intake.events.count == 1)
      #expect(server.intake.rejected.map(\.reason) == [.unknownType])
    }
  }

  @Test func `an unreadable body of a known source goes to its quarantine`() async throws {
    try await CollectServer.run { server in
      try await server.expect(400, "/v1/batch", "{", key)
      #expect(server.intake.rejected.map(\.reason) == [.invalidJSON])
      try await server.expect(400, "/v1/batch", "{")
      #expect(server.intake.calls == 1)
    }
  }

  // MARK: Keys and sources

  @Test func `an unknown, missing or doubtful key is 401 and nothing is kept`() async throws {
    try await CollectServer.run { server in
      let bodies = [
        ("/v1/track", call), ("/v1/track", #"{"event":"e","userId":"u","writeKey":"z"}"#),
        ("/capture", #"{"api_key":"z","event":"e","distinct_id":"u"}"#),
        (
          "/e/",
          #"[{"event":"a","properties":{"token":"k","distinct_id":"x"}},"#
            + #"{"event":"b","properties":{"token":"l","distinct_id":"x"}}]"#
        ),
        ("/mp/collect?api_secret=z", #"{"client_id":"u","events":[{"name":"e"}]}"#),
        ("/v1/webhook/z", "{}"),
      ]
      for (path, body) in bodies {
        try await server.expect(401, path, body)
      }
      let pixel = try await server.send("GET", "/v1/pixel?event=e&userId=u")
      #expect(pixel.status == 401 && pixel.body.count == 43)
      #expect(server.intake.calls == 0)
    }
  }

  @Test func `sources that are off, strict or of one protocol`() async throws {
    var sources = ListedSources()
    sources.sources["off"] = CollectSource(id: 1, isDisabled: true)
    sources.sources["strict"] = CollectSource(id: 2, isStrict: true)
    sources.sources["ga4"] = CollectSource(id: 3, protocolName: "ga4")
    sources.sources["hook"] = CollectSource(
      id: 4, protocolName: "webhook",
      mapping: try WebhookMapping(reading: "person: u\nevent: e", place: "test"))
    try await CollectServer.run(sources) { server in
      func batch(_ key: String) -> String {
        #"{"writeKey":"\#(key)","batch":[{"event":"e","userId":"u"},{"type":"x"}]}"#
      }
      try await server.expect(404, "/v1/batch", batch("off"))
      try await server.expect(403, "/e", #"{"api_key":"off","event":"e","distinct_id":"u"}"#)
      try await server.expect(403, "/v1/batch", batch("ga4"))
      let strict = try await server.post("/v1/batch", batch("strict"))
      #expect(strict.status == 400 && strict.text.contains("item 1"))
      #expect(server.intake.events.isEmpty && server.intake.rejected.count == 1)
      let hook = try await server.post("/v1/webhook/hook", #"{"u":1,"e":"paid"}"#)
      #expect(hook.status == 200 && server.intake.events.map(\.name) == ["paid"])
      let unmapped = try await server.post("/v1/webhook/k", #"{"u":1}"#)
      #expect(unmapped.status == 404 && unmapped.text.contains("mapping"))
    }
  }

  // MARK: Waiting

  @Test func `a refusal asks the client to wait and loses nothing`() async throws {
    struct Broken: Error {}
    try await CollectServer.run { server in
      server.intake.refuse(
        IntakeRefusal(.busy, retryAfterSeconds: 3, "the queue is full"),
        IntakeRefusal(.unavailable, retryAfterSeconds: 30, "the disk is full"), Broken())
      let busy = try await server.post("/v1/track", call, key)
      #expect(busy.status == 429 && busy["retry-after"] == "3")
      #expect(busy["x-ratelimit-reset"] == "1772452803" && busy.text.contains("queue is full"))
      let full = try await server.post("/v1/track", call, key)
      #expect(full.status == 503 && full["retry-after"] == "30")
      let broken = try await server.post("/v1/track", call, key)
      #expect(broken.status == 503 && broken["retry-after"] == "5")
      #expect(!broken.text.contains("Broken"))
      try await server.expect(200, "/v1/track", call, key)
      #expect(server.intake.events.count == 1)
    }
  }

  @Test func `a source that sends too much waits as long as its debt`() async throws {
    var sources = ListedSources()
    sources.sources["slow"] = CollectSource(id: 1, itemsPerSecondMax: 10)
    try await CollectServer.run(sources) { server in
      let items = Array(repeating: #"{"event":"e","userId":"u"}"#, count: 35)
      let body = #"{"writeKey":"slow","batch":[\#(items.joined(separator: ","))]}"#
      try await server.expect(200, "/v1/batch", body)
      let early = try await server.post("/v1/batch", body)
      #expect(early.status == 429 && early["retry-after"] == "3")
      try await server.expect(200, "/v1/track", call, key)
      server.wait(milliseconds: 2_400)
      try await server.expect(429, "/v1/batch", body)
      server.wait(milliseconds: 200)
      try await server.expect(200, "/v1/batch", body)
      #expect(server.intake.events.count == 71)
    }
  }

  // MARK: Bodies

  @Test func `a body beyond the limit is 413, told or not`() async throws {
    try await CollectServer.run { server in
      let large = String(repeating: " ", count: (500 << 10) + 1)
      try await server.expect(413, "/v1/batch", large, key)
      try await server.expect(413, "/v1/track", String(large.prefix(40_000)), key)
      try await server.expect(200, "/v1/track", call, key)
    }
  }

  @Test func `browsers send text, beacons forms, and servers gzip`() async throws {
    try await CollectServer.run { server in
      try await server.expect(
        200, "/v1/t", #"{"event":"e","userId":"u","writeKey":"k"}"#,
        ["Content-Type": "text/plain", "Origin": "https://shop.example"])
      // [{"event":"e","properties":{"token":"k","distinct_id":"u"}}]
      let data = "W3siZXZlbnQiOiJlIiwicHJvcGVydGllcyI6eyJ0b2tlbiI6ImsiLCJkaXN0aW5jdF9pZCI6InUifX1d"
      try await server.expect(
        200, "/e/?compression=base64", "data=\(data)",
        ["Content-Type": "application/x-www-form-urlencoded"])
      let get = try await server.send("GET", "/e/?data=\(data)")
      #expect(get.status == 200)
      // {"event":"e","userId":"u","writeKey":"k"} in gzip.
      let gzip: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x4A, 0x2D,
        0x4B, 0xCD, 0x2B, 0x51, 0xB2, 0x52, 0x4A, 0x55, 0xD2, 0x51, 0x2A, 0x2D, 0x4E, 0x2D,
        0xF2, 0x4C, 0x01, 0x72, 0x4A, 0x81, 0x9C, 0xF2, 0xA2, 0xCC, 0x92, 0x54, 0xEF, 0xD4,
        0x4A, 0x20, 0x37, 0x5B, 0xA9, 0x16, 0x00, 0xA2, 0x36, 0x6F, 0x4D, 0x29, 0x00, 0x00,
        0x00,
      ]
      let packed = try await server.send(
        "POST", "/v1/track", gzip, ["Content-Encoding": "gzip"])
      #expect(packed.status == 200)
      let unknown = try await server.post("/v1/track", call, ["Content-Encoding": "br"])
      #expect(unknown.status == 415)
      #expect(server.intake.events.count == 4)
    }
  }

  // MARK: Browsers

  @Test func `preflights and answers mirror the origin`() async throws {
    try await CollectServer.run { server in
      let origin = "https://shop.example"
      for path in ["/v1/b", "/e/", "/v1/webhook/k", "/v1/projects/k/settings", "/mp/collect"] {
        let preflight = try await server.send(
          "OPTIONS", path, [],
          ["Origin": origin, "Access-Control-Request-Headers": "authorization, x-retry-count"])
        #expect(preflight.status == 204)
        #expect(preflight["access-control-allow-origin"] == origin)
        #expect(preflight["access-control-allow-headers"] == "authorization, x-retry-count")
        #expect(preflight["access-control-allow-credentials"] == "true")
        #expect(preflight["access-control-max-age"] == "86400" && preflight["vary"] == "Origin")
      }
      for path in ["/v1/track", "/v1/batch"] {
        let answer = try await server.post(path, call, ["Origin": origin])
        #expect(answer.status >= 400 && answer["access-control-allow-origin"] == origin)
      }
      do {
        let found = try await server.post("/v1/track", call, key)["access-control-allow-origin"]
        #expect(found == nil)
      }
    }
  }

  @Test func `the settings document is for keys that are known`() async throws {
    try await CollectServer.run { server in
      let answer = try await server.send("GET", "/v1/projects/k/settings")
      #expect(answer.status == 200 && answer["content-type"] == "application/json")
      #expect(answer.text.contains(#""apiHost":"127.0.0.1:\#(server.port)/v1""#))
      let unknown = try await server.send("GET", "/v1/projects/z/settings")
      #expect(unknown.status == 404)
    }
  }

  @Test func `the debug endpoint keeps nothing and asks for no key`() async throws {
    try await CollectServer.run { server in
      let answer = try await server.post("/debug/mp/collect", #"{"events":[]}"#)
      #expect(answer.status == 200 && answer.text.contains("VALUE_REQUIRED"))
      #expect(server.intake.calls == 0)
    }
  }
}
