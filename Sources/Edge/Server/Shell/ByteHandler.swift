import NIOCore

/// Sees the bytes of a connection before they are understood.
final class ByteHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let pace: PaceHandler

  init(_ pace: PaceHandler) {
    self.pace = pace
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    pace.receivedBytes()
    context.fireChannelRead(data)
  }
}
