import NIOHTTP1
import StarlingColumns
import StarlingStore
import StarlingTestSupport
import Testing

@testable import StarlingServer

/// A server over a data directory.
@Suite struct StoreServerTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test func `events of a source are taken, counted and durable`() async throws {
    let body = """
      {"writeKey":"KEY","batch":[
       {"type":"track","userId":"ann","event":"buy","messageId":"m1"},
       {"type":"track","userId":"ann","event":"buy","messageId":"m1"},
       {"type":"track","event":"buy","messageId":"m2"}]}
      """
    try await StoreServer.with(folder.path("data")) { running in
      let server = running.server
      let made = try await server.send(
        .POST, "/api/sources", key: server.adminKey,
        body: #"{"name":"shop","kind":"segment","limits":{"items_per_second":100}}"#)
      #expect(made.text.contains(#""limits":{"strict":false,"items_per_second":100}"#))
      let key = try #require(made.text.firstMatch(of: /"write_key":"(wk_\w+)"/)).1
      let sent = try await server.send(
        .POST, "/v1/batch", body: body.replacing("KEY", with: key))
      #expect(sent.status == 200, "\(sent.text)")
      #expect(running.store.nextSequence == 1)
      #expect(try running.store.quarantined(limit: 9).map(\.reason) == ["missingPerson"])
      let off = try await server.send(
        .PATCH, "/api/sources/1", key: server.adminKey, body: #"{"disabled":true}"#)
      #expect(off.status == 200)
      let refused = try await server.send(
        .POST, "/v1/batch", body: body.replacing("KEY", with: key))
      #expect(refused.status == 404)
      let metrics = try await server.send(.GET, "/metrics", key: server.adminKey).text
      #expect(metrics.contains("starling_accept_seconds_count 1\n"))
      #expect(metrics.contains(#"starling_items_rejected_total{reason="missingPerson"} 1"#))
      #expect(metrics.contains(#"starling_requests_total{route="/v1/batch",status="200"} 1"#))
      #expect(metrics.contains("starling_log_events 1\n"))
    }
    #expect(try Store(directory: folder.path("data")).nextSequence == 1)
  }

  @Test func `history is sent to a running server in batches`() async throws {
    try await StoreServer.with(folder.path("data")) { running in
      let made = try await running.data.sources.create(
        name: "shop", kind: .segment, now: WallClock.now())
      let calls = (0..<5).map {
        Array(
          """
          {"type":"track","userId":"p\($0)","event":"buy","messageId":"m\($0)",
           "timestamp":"2026-01-0\($0 + 1)"}
          """.utf8)
      }
      try await RemoteImport(url: running.server.url, writeKey: made.secret).send(calls)
      #expect(running.store.nextSequence == 5)
      try running.store.readEvents(from: 0) { reading in
        guard case .events(let stored) = reading else { return }
        #expect(stored.allSatisfy { $0.batch.isHistorical })
      }
      await #expect(throws: ClientProblem.self) {
        try await RemoteImport(url: running.server.url, writeKey: "wk_wrong").send(calls)
      }
    }
  }

  @Test func `a name that is taken is a conflict and not a failure`() async throws {
    try await StoreServer.with(folder.path("data")) { running in
      let server = running.server
      for status in [UInt(201), 409] {
        let answer = try await server.send(
          .POST, "/api/sources", key: server.adminKey, body: #"{"name":"a","kind":"ga4"}"#)
        #expect(answer.status == status, "\(answer.text)")
      }
      let mapping = try await server.send(
        .POST, "/api/sources", key: server.adminKey,
        body: #"{"name":"b","kind":"webhook","mapping":{"event":"$.type"}}"#)
      #expect(mapping.status == 400 && mapping.text.contains("mapping: "), "\(mapping.text)")
    }
  }

  @Test func `a copy of a directory that is in use holds all that was committed`() async throws {
    let folder = folder
    try await StoreServer.with(folder.path("data")) { running in
      try running.commit(["ann", "bob"])
      try Store.backup(of: folder.path("data"), to: folder.path("copy"))
      try running.commit(["cid"])
      let refused = #expect(throws: StoreError.self) {
        try Store(directory: folder.path("data"))
      }
      #expect(refused?.code == .inUse)
      #expect(try Store.user(of: folder.path("data")) != nil)
    }
    #expect(try Store.user(of: folder.path("data")) == nil)
    try Store.restore(from: folder.path("copy"), to: folder.path("again"))
    #expect(try Store(directory: folder.path("again")).nextPosition == 3)
    #expect(try Store(directory: folder.path("data")).nextPosition == 4)
    try Store.backup(of: folder.path("again"), to: folder.path("third"))
  }
}
