import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A receiver of webhooks on this machine that behaves as a test says.
final class LocalTarget: Sendable {
  /// What it does with a request.
  enum Behavior: Sendable {
    case answer(Int, headers: [String: String] = [:], bodyBytes: Int = 0)
    /// Says nothing and keeps the connection open.
    case silent
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
    _ body: @Sendable (String) async throws -> Value
  ) async throws -> Value {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(Handler(self))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    let value = try await body("http://127.0.0.1:\(server.localAddress?.port ?? 0)/hook")
    try await server.close()
    return value
  }

  fileprivate func behavior(of item: Received) -> Behavior {
    let count = received.withLock { all in
      all.append(item)
      return all.count { $0.id == item.id }
    }
    return behavior(item, count)
  }
}

/// One connection.
private final class Handler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let target: LocalTarget
  private var headers = HTTPHeaders()
  private var body: [UInt8] = []

  init(_ target: LocalTarget) { self.target = target }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      headers = head.headers
      body = []
    case .body(let part): body += part.readableBytesView
    case .end:
      let item = LocalTarget.Received(
        id: headers.first(name: "Idempotency-Key") ?? "",
        signature: headers.first(name: "Starling-Signature") ?? "", body: body, at: .now)
      if case .answer(let status, let headers, let bodyBytes) = target.behavior(of: item) {
        answer(context, status, headers, bodyBytes)
      }
    }
  }

  private func answer(
    _ context: ChannelHandlerContext, _ status: Int, _ headers: [String: String], _ bodyBytes: Int
  ) {
    var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
    fields.add(name: "Content-Length", value: "\(bodyBytes)")
    let head = HTTPResponseHead(
      version: .http1_1, status: .init(statusCode: status), headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if bodyBytes > 0 {
      let bytes = ByteBuffer(repeating: 120, count: bodyBytes)
      context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}
