import HTTPTypes
import NIOCore
import NIOHTTP1
import StarlingModel

/// Answers what needs nothing but an answer on the event loop, before it becomes a task: the call
/// that applications make while they render a page, and small requests that bring events.
///
/// As a task a request goes through a dozen queues and streams, which cost three times as much as
/// its answer. This handler sits right behind the decoder and takes requests of the commonest form
/// while no other one of their connection is in work; all others, and all in which anything is
/// wrong, go the common way, which knows every error. Nobody can tell the difference but by time.
final class DirectHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  private enum State {
    /// What comes next may be taken.
    case free
    /// A request is being read.
    case reading(DirectRequest, any DirectRoute)
    /// A request waits for its answer.
    case waiting
  }

  /// Something that the handlers behind this one hear of after the answers before it.
  private enum Held {
    case part(HTTPServerRequestPart)
    case event(Any)
    case error(any Error)
  }

  /// Longer bodies go the common way, which does not hold up the other connections. Unit: bytes.
  private static let bodyBytesMax = 128 << 10

  private let desk: DirectDesk
  private var state = State.free
  /// Requests that went the common way and are not answered yet.
  private var passed = 0
  /// What came while a request waited, in order.
  private var held: [Held] = []
  /// Whether somebody wanted to read while a request waited.
  private var wantsRead = false
  private var isReading = false
  private var needsFlush = false
  private var context: ChannelHandlerContext?
  private var date = (second: Int64.min, text: "")

  init(_ desk: DirectDesk) { self.desk = desk }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    isReading = true
    receive(unwrapInboundIn(data), context)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isReading = false
    if needsFlush {
      needsFlush = false
      context.flush()
    }
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    // What waits is no more than one reading of the socket brought.
    if case .waiting = state { wantsRead = true } else { context.read() }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    receive(.event(event), context)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    receive(.error(error), context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    held = []
    state = .free
    context.fireChannelInactive()
  }

  /// The end of the input or of the server, or an error: whoever acts on it must know of all
  /// requests before it.
  private func receive(_ held: Held, _ context: ChannelHandlerContext) {
    switch state {
    case .waiting: self.held.append(held)
    case .reading(let request, _):
      state = .free
      leave(request, context)
      receive(held, context)
    case .free:
      switch held {
      case .part(let part): receive(part, context)
      case .event(let event): context.fireUserInboundEventTriggered(event)
      case .error(let error): context.fireErrorCaught(error)
      }
    }
  }

  private func receive(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    switch state {
    case .waiting: held.append(.part(part))
    case .free:
      guard case .head(let head) = part else { return pass(part, context) }
      if passed == 0, let route = desk.route(for: head) {
        state = .reading(DirectRequest(head: head, body: ByteBuffer()), route)
      } else {
        passed += 1
        pass(part, context)
      }
    case .reading(var request, let route):
      switch part {
      case .body(var bytes):
        state = .free
        if request.body.readableBytes == 0 {
          request.body = bytes
        } else {
          request.body.writeBuffer(&bytes)
        }
        if request.body.readableBytes > Self.bodyBytesMax {
          leave(request, context)
        } else {
          state = .reading(request, route)
        }
      case .head, .end: end(request, route, part, context)
      }
    }
  }

  /// Answers a request that has been read.
  private func end(
    _ request: DirectRequest, _ route: any DirectRoute, _ part: HTTPServerRequestPart,
    _ context: ChannelHandlerContext
  ) {
    let start = WallClock.ticksNs()
    let loop = context.eventLoop
    state = .waiting
    let handler = NIOLoopBound(self, eventLoop: loop)
    let head = NIOLoopBound(request.head, eventLoop: loop)
    let isTaken = route.answer(request) { answer in
      if loop.inEventLoop {
        handler.value.write(answer, head.value, start)
      } else {
        loop.execute { handler.value.write(answer, head.value, start) }
      }
    }
    if isTaken { return }
    state = .free
    leave(request, context)
    pass(part, context)
  }

  /// Lets a request go the common way.
  private func leave(_ request: DirectRequest, _ context: ChannelHandlerContext) {
    passed += 1
    pass(.head(request.head), context)
    if request.body.readableBytes > 0 { pass(.body(request.body), context) }
  }

  private func pass(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    context.fireChannelRead(wrapInboundOut(part))
  }

  // MARK: Answers

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { passed = max(0, passed - 1) }
    context.write(data, promise: promise)
  }

  private func write(_ answer: DirectAnswer, _ request: HTTPRequestHead, _ start: Int64) {
    // The client has gone.
    guard let context else { return }
    let name = RequestID.next()
    var fields = HTTPHeaders()
    fields.reserveCapacity(answer.headers.count + 3)
    for header in answer.headers { fields.add(name: header.name, value: header.value) }
    fields.add(name: "Content-Length", value: "\(answer.body.count)")
    fields.add(name: RequestID.header.rawName, value: name)
    fields.add(name: "Date", value: dateText())
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !answer.body.isEmpty {
      let body = ByteBuffer(bytes: answer.body)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    }
    context.write(wrapOutboundOut(.end(nil)), promise: nil)
    if isReading { needsFlush = true } else { context.flush() }
    desk.note(
      answer,
      AccessLog.Entry(
        method: request.method.rawValue, route: answer.route, path: Self.path(request),
        status: answer.status, bytes: answer.body.count, requestID: name,
        keyPrefix: answer.keyPrefix, address: context.channel.remoteAddress?.ipAddress,
        tookNs: WallClock.ticksNs() - start))
    state = .free
    resume(context)
  }

  /// Goes on with what came while a request waited.
  private func resume(_ context: ChannelHandlerContext) {
    if !held.isEmpty {
      let rest = held
      held = []
      for held in rest {
        if case .part(let part) = held { receive(part, context) } else { receive(held, context) }
      }
      if !isReading { context.fireChannelReadComplete() }
    }
    if case .waiting = state { return }
    if wantsRead {
      wantsRead = false
      context.read()
    }
  }

  private static func path(_ head: HTTPRequestHead) -> String {
    String(head.uri.prefix { $0 != "?" })
  }

  private func dateText() -> String {
    let second = WallClock.now().milliseconds / 1_000
    if date.second != second { date = (second, HTTPDate.text(secondsSince1970: second)) }
    return date.text
  }
}
