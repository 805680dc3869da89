import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import StarlingModel
import Synchronization
import Testing

@testable import StarlingServer

/// A server on a free port, for as long as a test needs it.
struct RunningServer: Sendable {
  let port: Int
  let engine: FakeEngine
  let ring: KeyRing
  /// Keys with all scopes, and with one each.
  let adminKey: String
  let readKey: String
  let collectKey: String
  /// Tells the server to stop as a signal would.
  let stop: @Sendable () -> Void

  var url: String { "http://127.0.0.1:\(port)" }

  /// Runs a server around a test.
  ///
  /// - Parameter changed: Settings that differ from the defaults.
  static func with<Answer: Sendable>(
    _ changed: [String: String] = [:], log: LogSink? = nil,
    change: @escaping @Sendable (inout ServerParts) -> Void = { _ in },
    _ test: @escaping @Sendable (RunningServer) async throws -> Answer
  ) async throws -> Answer {
    let settings = try ServerSettings.defaults.with(
      ["port": "0", "log-requests": "none", "log-level": "error"]
        .merging(changed) { _, new in new })
    let engine = FakeEngine()
    let ring = KeyRing(MemoryKeyStorage())
    let now = WallClock.now()
    let admin = try await ring.create(name: "admin", scopes: .all, now: now)
    let read = try await ring.create(name: "reader", scopes: .read, now: now)
    let collect = try await ring.create(name: "sender", scopes: .collect, now: now)
    var parts = ServerParts(
      queries: engine, changes: engine, keys: ring, sources: SourceDesk(MemorySourceStorage()))
    change(&parts)
    let shell = ServerShell(settings, parts: parts, sink: log ?? LogSink())
    let (ports, found) = AsyncStream<Int>.makeStream()
    let (stops, stop) = AsyncStream<Void>.makeStream()
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        // A graceful shutdown from inside, as a signal makes one from outside.
        try await Self.serve(shell, until: stops) { found.yield($0) }
        found.finish()
      }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      let server = RunningServer(
        port: port, engine: engine, ring: ring, adminKey: admin.secret, readKey: read.secret,
        collectKey: collect.secret, stop: { stop.finish() })
      let result: Result<Answer, any Error>
      do { result = .success(try await test(server)) } catch { result = .failure(error) }
      stop.finish()
      try await group.waitForAll()
      return try result.get()
    }
  }

  private static func serve(
    _ shell: ServerShell, until stops: AsyncStream<Void>,
    onListening: @escaping @Sendable (Int) -> Void
  ) async throws {
    let service = ShellService(shell: shell, onListening: onListening)
    let group = ServiceGroup(services: [service], logger: shell.logger("test"))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        for await _ in stops {}
        await group.triggerGracefulShutdown()
      }
      try await tasks.waitForAll()
    }
  }

  private struct ShellService: Service {
    let shell: ServerShell
    let onListening: @Sendable (Int) -> Void

    func run() async throws {
      try await shell.run(signals: []) { onListening($0) }
    }
  }

  /// An answer, read whole.
  struct Answer: Sendable {
    var status: UInt
    var headers: HTTPHeaders
    var text: String

    var json: JSONNode {
      get throws { try JSONTreeReader.read(Array(text.utf8)) }
    }
  }

  /// The same for another server.
  func at(port: Int) -> RunningServer {
    RunningServer(
      port: port, engine: engine, ring: ring, adminKey: adminKey, readKey: readKey,
      collectKey: collectKey, stop: {})
  }

  /// Sends a request and reads the answer.
  func send(
    _ method: HTTPMethod = .GET, _ path: String, key: String? = nil,
    headers: [String: String] = [:], body: String? = nil
  ) async throws -> Answer {
    var request = HTTPClientRequest(url: url + path)
    request.method = method
    if let key { request.headers.add(name: "authorization", value: "Bearer \(key)") }
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    if let body { request.body = .bytes(ByteBuffer(string: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let bytes = try await response.body.collect(upTo: 64 << 20)
    return Answer(
      status: response.status.code, headers: response.headers, text: String(buffer: bytes))
  }

  /// Sends bytes and returns all that comes back until the server closes.
  func talk(_ text: String) async throws -> String {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      try await outbound.write(ByteBuffer(string: text))
      var received = ByteBuffer()
      do {
        for try await part in inbound { received.writeImmutableBuffer(part) }
      } catch let error as IOError {
        // A reset is an end, too.
        #expect(error.errnoCode == ECONNRESET)
      }
      return String(buffer: received)
    }
  }

  /// Sends bytes and goes without waiting for an answer.
  func leave(behind text: String) async throws {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port).get()
    try await channel.writeAndFlush(ByteBuffer(string: text))
    try await channel.close()
  }
}
