import HTTPTypes
import NIOCore
import NIOHTTP1

/// Cuts off slow clients: sits in the pipeline of a connection and carries out its
/// `ConnectionPace`.
///
/// Bytes are seen before anything else (so that a slow handshake counts too), parts of requests
/// behind the decoder. One timer a connection is enough: it is set again as often as the shortest
/// limit passes, so that whatever began since is cut off after twice its time at most.
final class PaceHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private var pace: ConnectionPace
  private let limits: ConnectionPace.Limits
  private var timer: Scheduled<Void>?

  init(_ limits: ConnectionPace.Limits) {
    self.limits = limits
    pace = ConnectionPace(limits, nowNs: WallClock.ticksNs())
  }

  /// Called by `ByteHandler`.
  func receivedBytes() { pace.receivedBytes(nowNs: WallClock.ticksNs()) }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { look(context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    look(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    timer = nil
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: pace.receivedHead(nowNs: WallClock.ticksNs())
    case .body: break
    case .end: pace.receivedEnd(nowNs: WallClock.ticksNs())
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head) where head.status.code >= 200: pace.beganAnswer()
    case .head, .body: break
    case .end: pace.endedAnswer(nowNs: WallClock.ticksNs())
    }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    pace.changed(isWritable: context.channel.isWritable, nowNs: WallClock.ticksNs())
    context.fireChannelWritabilityChanged()
  }

  private func look(_ context: ChannelHandlerContext) {
    let nowNs = WallClock.ticksNs()
    switch pace.verdict(nowNs: nowNs) {
    case .wait(let untilNs):
      timer = context.eventLoop.assumeIsolated().scheduleTask(
        in: .nanoseconds(max(1_000_000, min(untilNs - nowNs, limits.shortestNs)))
      ) { self.look(context) }
    case .refuse: refuse(context)
    case .close: context.close(promise: nil)
    }
  }

  private func refuse(_ context: ChannelHandlerContext) {
    let problem = Problem(.tooSlow, "the rest of the request did not arrive in time; send it again")
    let body = ErrorResponses.document(problem, requestID: RequestID.of([:]))
    let fields: HTTPHeaders = [
      "content-type": "application/problem+json", "content-length": "\(body.readableBytes)",
      "connection": "close",
    ]
    let head = HTTPResponseHead(version: .http1_1, status: .requestTimeout, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }
}
