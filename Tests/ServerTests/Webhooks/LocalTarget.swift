import HTTPTypes
import Hummingbird
import NIOCore
import StarlingModel
import Synchronization

/// A receiver of webhooks on this machine that behaves as a test says.
final class LocalTarget: Sendable {
  /// What it does with a request.
  enum Behavior: Sendable {
    case answer(Int, headers: [String: String] = [:], bodyBytes: Int = 0)
    /// Answers after that many milliseconds.
    case slow(Int)
  }

  /// A request as it came.
  struct Received: Sendable {
    var id: String
    var signature: String
    var body: [UInt8]
    var at: ContinuousClock.Instant

    var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let received = Mutex<[Received]>([])
  private let behavior: @Sendable (Received, Int) -> Behavior

  /// - Parameter behavior: Gets the request and how many came with its id, this one included.
  init(_ behavior: @escaping @Sendable (Received, Int) -> Behavior) { self.behavior = behavior }

  var requests: [Received] { received.withLock { $0 } }

  /// Serves while `body` runs, which gets the address.
  func serve<Value: Sendable>(
    _ body: @escaping @Sendable (String) async throws -> Value
  ) async throws -> Value {
    let (ports, port) = AsyncStream<Int>.makeStream()
    let router = Router()
    router.post("**") { request, _ in try await self.respond(request) }
    let app = Application(
      router: router,
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in
        port.yield(channel.localAddress?.port ?? 0)
      })
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask {
        try await app.run()
        return nil
      }
      var found: Int?
      for await number in ports {
        found = number
        break
      }
      defer { group.cancelAll() }
      return try await body("http://127.0.0.1:\(found ?? 0)/hook")
    }
  }

  private func respond(_ request: Request) async throws -> Response {
    let buffer = try await request.body.collect(upTo: 1 << 20)
    let item = Received(
      id: request.headers[.init("Idempotency-Key") ?? .accept] ?? "",
      signature: request.headers[.init("Starling-Signature") ?? .accept] ?? "",
      body: Array(buffer.readableBytesView), at: .now)
    let count = received.withLock { all in
      all.append(item)
      return all.count { $0.id == item.id }
    }
    switch behavior(item, count) {
    case .slow(let milliseconds):
      try await Task.sleep(for: .milliseconds(milliseconds))
      return Response(status: .ok)
    case .answer(let status, let headers, let bodyBytes):
      var response = Response(
        status: .init(code: status),
        body: .init(byteBuffer: ByteBuffer(repeating: 120, count: bodyBytes)))
      for (name, value) in headers {
        if let name = HTTPField.Name(name) { response.headers[name] = value }
      }
      return response
    }
  }
}
