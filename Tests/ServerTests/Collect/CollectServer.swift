import AsyncHTTPClient
import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1
import StarlingCollect
import StarlingColumns
import StarlingEngine
import StarlingModel
import StarlingServer
import Synchronization
import Testing

/// Keeps what it is given, or refuses all.
final class RecordingIntake: EventIntake {
  private struct Record {
    var batches: [AcceptedBatch] = []
    var rejected: [RejectedItem] = []
    var refusals: [any Error] = []
    var calls = 0
  }

  private let record = Mutex(Record())

  /// Refuses the next calls with these errors, one each.
  func refuse(_ errors: any Error...) { record.withLock { $0.refusals = errors } }

  /// The events that were taken, in order.
  var events: [Event] { record.withLock { $0.batches.flatMap(\.events.events) } }

  /// The batches that were taken, in order.
  var batches: [AcceptedBatch] { record.withLock { $0.batches } }

  /// What was taken for the quarantine.
  var rejected: [RejectedItem] { record.withLock { $0.rejected } }

  /// Number of calls, refused ones included.
  var calls: Int { record.withLock { $0.calls } }

  func accept(_ batch: AcceptedBatch, rejected: [RejectedItem]) async throws {
    try record.withLock { record in
      record.calls += 1
      if !record.refusals.isEmpty { throw record.refusals.removeFirst() }
      record.batches.append(batch)
      record.rejected += rejected
    }
  }
}

/// Sources by their keys.
struct ListedSources: SourceLookup {
  var sources: [String: CollectSource] = ["k": CollectSource(id: 7)]

  func source(writeKey: String) async throws -> CollectSource? { sources[writeKey] }
}

/// An answer as tests look at it.
struct Answer {
  var status: UInt
  var headers: [String: String]
  var body: [UInt8]

  /// The body as text.
  var text: String { String(decoding: body, as: UTF8.self) }

  /// A header's value.
  subscript(header: String) -> String? { headers[header.lowercased()] }
}

/// A running server with the collecting routes.
struct CollectServer {
  let port: Int
  let intake: RecordingIntake
  private let time: SharedTime

  /// The time at which requests come; tests may move it.
  final class SharedTime: Sendable {
    let now = Mutex(Stamp(milliseconds: 1_772_452_800_000))
  }

  /// Lets time pass.
  func wait(milliseconds: Int64) { time.now.withLock { $0.milliseconds += milliseconds } }

  /// Sends a request.
  func send(
    _ method: String, _ path: String, _ body: [UInt8] = [],
    _ headers: [String: String] = [:]
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
    request.method = .RAW(value: method)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if !body.isEmpty { request.body = .bytes(body) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let bytes = try await response.body.collect(upTo: 1 << 20)
    var fields: [String: String] = [:]
    for header in response.headers { fields[header.name.lowercased()] = header.value }
    return Answer(
      status: response.status.code, headers: fields, body: Array(bytes.readableBytesView))
  }

  /// Posts a body of text.
  func post(
    _ path: String, _ body: String, _ headers: [String: String] = [:]
  ) async throws -> Answer {
    try await send("POST", path, Array(body.utf8), headers)
  }

  /// Posts a body of text and expects a status.
  func expect(
    _ status: UInt, _ path: String, _ body: String, _ headers: [String: String] = [:],
    place: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await post(path, body, headers)
    #expect(answer.status == status, "\(path): \(answer.text)", sourceLocation: place)
  }

  /// Runs a server on a free port while `body` runs.
  static func run(
    _ sources: ListedSources = ListedSources(), realTime: Bool = false,
    _ body: @escaping @Sendable (CollectServer) async throws -> Void
  ) async throws {
    let intake = RecordingIntake()
    let time = SharedTime()
    let routes = CollectRoutes(intake: intake, sources: sources, threads: 2) {
      realTime
        ? Stamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        : time.now.withLock { $0 }
    }
    let router = Router()
    routes.add(to: router)
    let (ports, found) = AsyncStream<Int>.makeStream()
    let application = Application(
      router: router,
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { found.yield($0.localAddress?.port ?? 0) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.runService(gracefulShutdownSignals: []) }
      for await port in ports {
        try await body(CollectServer(port: port, intake: intake, time: time))
        break
      }
      group.cancelAll()
    }
  }
}
