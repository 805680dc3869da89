import NIOCore
import NIOHTTP1

/// Puts the handlers of the pace, and of direct answers, where they belong; Hummingbird can only
/// add handlers behind its own.
final class PaceInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let limits: ConnectionPace.Limits
  private let direct: DirectDesk

  init(_ limits: ConnectionPace.Limits, _ direct: DirectDesk) {
    self.limits = limits
    self.direct = direct
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    let handler = PaceHandler(limits)
    do {
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(handler, position: .after(decoder))
      try pipeline.addHandler(DirectHandler(direct), position: .after(handler))
      try pipeline.addHandler(ByteHandler(handler), position: .first)
    } catch {
      // Without its guards a connection must not live.
      context.close(promise: nil)
    }
  }
}
