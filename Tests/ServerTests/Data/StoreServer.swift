import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingModel
import StarlingStore
import StarlingTestSupport
import Testing

@testable import StarlingServer

/// A server over a data directory, without an engine: events go into the log, changes come from the
/// test.
struct StoreServer: Sendable {
  let store: Store
  let data: ServerData
  let server: RunningServer

  /// Runs one around a test.
  static func with<Answer: Sendable>(
    _ directory: String,
    _ test: @escaping @Sendable (StoreServer) async throws -> Answer
  ) async throws -> Answer {
    let store = try Store(directory: directory)
    let settings = try ServerSettings.defaults.with(["log-level": "error"])
    let data = try await ServerData.open(store, settings, sink: LogSink())
    let answer = try await RunningServer.with { parts in
      let keys = parts.keys
      let engine = EmptyEngine()
      parts = data.parts(intake: LogIntake(store: store), queries: engine, changes: engine)
      parts.keys = keys
    } _: { server in
      try await test(StoreServer(store: store, data: data, server: server))
    }
    try store.close()
    return answer
  }

  /// Commits changes and tells of them, as an engine does.
  func commit(_ people: [String], in segment: String = "buyers") throws {
    let changes = people.map {
      MembershipChange(
        position: 0, at: "2026-03-02", recordedAt: "2026-03-02", segment: segment, person: $0,
        isEntry: true, cause: .event)
    }
    let receipt = try store.commit(StoreCommit(changes: changes))
    let page = try store.changes(
      after: receipt.positions.lowerBound - 1, limit: receipt.positions.count)
    data.changesCommitted(page.changes)
  }

  /// The number that follows a member's name in an answer.
  static func number(_ name: String, in text: String) -> Int64? {
    guard let place = text.firstRange(of: "\"\(name)\":") else { return nil }
    return Int64(text[place.upperBound...].prefix { $0.isNumber })
  }
}

/// Puts events into the log and does nothing with them.
private struct LogIntake: EventIntake {
  let store: Store

  func accept(_ batch: AcceptedBatch, rejected: [RejectedItem]) async throws {
    var batch = batch
    batch.known = try store.messageIDs.known(in: batch.events)
    let items = rejected.map {
      QuarantinedItem(
        source: batch.source, receivedAt: batch.receivedAt, reason: $0.reason.rawValue,
        detail: $0.detail, raw: $0.raw)
    }
    _ = try store.commit(StoreCommit(events: [batch], rejected: items))
  }
}
