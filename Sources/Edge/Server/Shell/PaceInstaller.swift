import NIOCore
import NIOHTTP1

/// Puts the handlers of the pace where they belong; Hummingbird can only add handlers behind its
/// own.
final class PaceInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let limits: ConnectionPace.Limits

  init(_ limits: ConnectionPace.Limits) {
    self.limits = limits
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let pipeline = context.pipeline.syncOperations
    let handler = PaceHandler(limits)
    do {
      let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(handler, position: .after(decoder))
      try pipeline.addHandler(ByteHandler(handler), position: .first)
    } catch {
      // Without its guards a connection must not live.
      context.close(promise: nil)
    }
  }
}
