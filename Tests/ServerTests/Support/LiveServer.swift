import Logging
import NIOHTTP1
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import StarlingTestSupport

@testable import StarlingServer

/// The whole server over a data directory, with a clock that stands until a test moves it: what
/// `starling serve --clock controlled` runs.
struct LiveServer: Sendable {
  let store: Store
  let data: ServerData
  let system: LiveSystem
  let server: RunningServer
  /// The write key of a source of Segment calls.
  let writeKey: String

  /// Runs one around a test.
  ///
  /// - Parameter now: Where the clock stands; the earliest instant there is when nothing is said.
  static func with<Answer: Sendable>(
    _ directory: String, _ workspace: Workspace = Workspace(), at now: Stamp = .earliestText,
    _ changed: [String: String] = [:],
    _ test: @escaping @Sendable (LiveServer) async throws -> Answer
  ) async throws -> Answer {
    let store = try Store(directory: directory)
    let settings = try ServerSettings.defaults.with(
      ["log-level": "error"].merging(changed) { _, new in new })
    let sink = LogSink()
    let data = try await ServerData.open(store, settings, sink: sink)
    let system = try LiveSystem.open(
      store, workspace: workspace, clock: EngineClock(controlled: now),
      options: data.liveOptions, observer: data.observer(sink.logger("engine", settings))
    ).system
    let answer = try await RunningServer.with(changed) { parts in
      let keys = parts.keys
      parts = data.parts(system)
      parts.keys = keys
    } _: { server in
      let name = "source \(try store.sources().count)"
      let source = try await data.sources.create(name: name, kind: .segment, now: now)
      return try await test(
        LiveServer(
          store: store, data: data, system: system, server: server, writeKey: source.secret))
    }
    try store.close()
    return answer
  }

  // MARK: What clients do

  /// Sends calls, as JSON, in one batch.
  func send(_ calls: some Sequence<String>) async throws {
    let body = "{\"writeKey\":\"\(writeKey)\",\"batch\":[\(calls.joined(separator: ","))]}"
    let answer = try await server.send(.POST, "/v1/batch", body: body)
    guard answer.status == 200 else { throw UnexpectedAnswer(text: answer.text) }
  }

  /// Moves the clock; returns when all is announced that is due by then.
  func move(to now: Stamp) async throws { _ = try await put("/api/clock?now=\(now.text)") }

  /// The sorted members of a segment.
  func members(of segment: String, at: Stamp? = nil) async throws -> [String] {
    var people: [String] = []
    var after = ""
    while true {
      let instant = at.map { "&at=\($0.text)" } ?? ""
      let page = try await get("/api/segments/\(segment)/members?limit=50\(instant)\(after)")
      people += page["members"]?.elements.compactMap { $0["person"]?.string } ?? []
      guard let next = page["next"]?.string else { break }
      after = "&after=\(next)"
    }
    return people.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// All changes, in the order of their positions.
  func changes() async throws -> [OrderedJSON] {
    var changes: [OrderedJSON] = []
    while true {
      let page = try await get("/api/changes?limit=500&after=\(changes.count)")
      let more = page["changes"]?.elements ?? []
      if more.isEmpty { return changes }
      changes += more
    }
  }

  /// The answer to a question.
  func get(_ path: String) async throws -> OrderedJSON {
    try await ask(.GET, path)
  }

  private func put(_ path: String) async throws -> OrderedJSON { try await ask(.PUT, path) }

  /// The answer to a request of somebody who may do everything.
  func ask(_ method: HTTPMethod, _ path: String, body: String? = nil) async throws -> OrderedJSON {
    let answer = try await server.send(method, path, key: server.adminKey, body: body)
    guard (200..<300).contains(answer.status) else { throw UnexpectedAnswer(text: answer.text) }
    return answer.text.isEmpty ? .null : try OrderedJSON(reading: answer.text)
  }
}

/// An answer that a test did not count on.
struct UnexpectedAnswer: Error, CustomStringConvertible {
  let text: String
  var description: String { "unexpected: \(text)" }
}
