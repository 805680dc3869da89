import NIOCore
import NIOEmbedded
import NIOHTTP1
import StarlingModel
import Synchronization
import Testing

@testable import StarlingServer

/// A connection whose direct answers come when the test says.
@Suite struct DirectHandlerTests {
  private final class Waiting: DirectRoute {
    let answers = Mutex<[@Sendable (DirectAnswer) -> Void]>([])

    func takes(_ head: HTTPRequestHead) -> Bool { head.uri == "/direct" }

    func answer(
      _ request: DirectRequest, done: @escaping @Sendable (DirectAnswer) -> Void
    ) -> Bool {
      answers.withLock { $0.append(done) }
      return true
    }

    func answerNext() {
      let done = answers.withLock { $0.removeFirst() }
      done(DirectAnswer(route: "/direct", status: 200, headers: [], body: [1], keyPrefix: nil))
    }
  }

  /// What comes out behind the handler.
  private final class Recorder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    var uris: [String] = []
    var quiesced = 0
    var completed = 0
    /// Events and errors, in order.
    var heard: [String] = []

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      if case .head(let head) = unwrapInboundIn(data) { uris.append(head.uri) }
    }

    func channelReadComplete(context: ChannelHandlerContext) { completed += 1 }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if event is ChannelShouldQuiesceEvent { quiesced += 1 } else { heard.append("event") }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { heard.append("error") }
  }

  private static func with(
    _ test: (EmbeddedChannel, Waiting, Recorder) throws -> Void
  ) throws {
    let route = Waiting()
    let recorder = Recorder()
    let desk = DirectDesk()
    let log = AccessLog(try ServerSettings.defaults.with(["log-requests": "none"]), sink: LogSink())
    desk.hand(over: [route], log: log) { _, _, _ in }
    let channel = EmbeddedChannel()
    try channel.pipeline.syncOperations.addHandlers([DirectHandler(desk), recorder])
    try test(channel, route, recorder)
    _ = try channel.finish()
  }

  private static func send(_ uri: String, _ channel: EmbeddedChannel) throws {
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: uri)
    try channel.writeInbound(HTTPServerRequestPart.head(head))
    try channel.writeInbound(HTTPServerRequestPart.end(nil))
  }

  private static func statuses(_ channel: EmbeddedChannel) throws -> [UInt] {
    var statuses: [UInt] = []
    while let part = try channel.readOutbound(as: HTTPServerResponsePart.self) {
      if case .head(let head) = part { statuses.append(head.status.code) }
    }
    return statuses
  }

  @Test func `a connection that is to end waits for its answer`() throws {
    try Self.with { channel, route, recorder in
      try Self.send("/direct", channel)
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
      #expect(recorder.quiesced == 0)
      route.answerNext()
      #expect(try Self.statuses(channel) == [200])
      #expect(recorder.quiesced == 1)
      channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
      #expect(recorder.quiesced == 2)
    }
  }

  @Test func `the end of the input and errors wait for the answer, too`() throws {
    try Self.with { channel, route, recorder in
      try Self.send("/direct", channel)
      channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
      channel.pipeline.fireErrorCaught(HTTPParserError.invalidChunkSize)
      #expect(recorder.heard == [])
      route.answerNext()
      #expect(try Self.statuses(channel) == [200])
      #expect(recorder.heard == ["event", "error"])
      // In the middle of a request all must know of it.
      let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: "/direct")
      try channel.writeInbound(HTTPServerRequestPart.head(head))
      channel.pipeline.fireErrorCaught(HTTPParserError.invalidChunkSize)
      #expect(recorder.uris == ["/direct"] && recorder.heard == ["event", "error", "error"])
    }
  }

  @Test func `what comes behind a request waits for its answer`() throws {
    try Self.with { channel, route, recorder in
      for uri in ["/direct", "/direct", "/common", "/direct"] { try Self.send(uri, channel) }
      #expect(recorder.uris.isEmpty && route.answers.withLock { $0.count } == 1)
      route.answerNext()
      #expect(recorder.uris.isEmpty && route.answers.withLock { $0.count } == 1)
      let completed = recorder.completed
      route.answerNext()
      // The last one goes the common way too, behind the one that is in work there.
      #expect(recorder.uris == ["/common", "/direct"] && recorder.completed > completed)
      #expect(try Self.statuses(channel) == [200, 200])
    }
  }
}
