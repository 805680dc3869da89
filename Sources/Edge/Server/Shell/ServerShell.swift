import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import UnixSignals

/// The HTTP server around the engine.
///
/// A request comes in through `PaceHandler` (slow clients) and `DirectHandler` (which answers the
/// commonest itself), then `ShellMiddleware` (name, errors, log), then the route: `Gatekeeper`
/// (key), `ApiCall` (parameters), handler. The order of stopping is the reverse of starting: no new
/// connection, then answers to what was accepted, then the engine.
package struct ServerShell: Sendable {
  /// The routes that it serves besides those that `ServerParts.addRoutes` adds.
  package let table: ApiTable
  private let settings: ServerSettings
  private let parts: ServerParts
  private let sink: LogSink

  /// A server over its parts.
  package init(_ settings: ServerSettings, parts: ServerParts, sink: LogSink) {
    self.settings = settings
    self.parts = parts
    self.sink = sink
    table = ApiTable(parts, settings: settings, gate: Gatekeeper(parts.keys))
  }

  /// Serves until it is told to stop, by a signal or by the task's graceful shutdown.
  ///
  /// - Parameter onListening: Called with the port once the server listens.
  /// - Throws: When it cannot listen, or when the certificate cannot be read.
  package func run(
    signals: [UnixSignal] = [.sigterm, .sigint],
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) async throws {
    let parts = parts
    try await Self.run(
      settings, sink: sink, signals: signals, open: { parts }, onListening: onListening)
  }

  /// Listens at once and serves when its parts are there; until then it says that it lives and is
  /// not ready.
  ///
  /// - Parameters:
  ///   - open: Gives the parts; called once.
  ///   - onListening: Called with the port once the server answers with its parts.
  /// - Throws: What `open` throws; when it cannot listen, or the certificate cannot be read.
  package static func run(
    _ settings: ServerSettings, sink: LogSink, signals: [UnixSignal] = [.sigterm, .sigint],
    open: @escaping @Sendable () async throws -> ServerParts,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) async throws {
    let responder = OpeningResponder()
    let direct = DirectDesk()
    let (ports, listening) = AsyncStream<Int>.makeStream()
    let opening = OpeningService {
      let shell = ServerShell(settings, parts: try await open(), sink: sink)
      responder.hand(over: shell.router().buildResponder())
      direct.hand(
        over: [DirectSegments(queries: shell.parts.queries, ring: shell.parts.keys)]
          + shell.parts.direct, log: AccessLog(settings, sink: sink), observe: shell.parts.observe)
      for await port in ports {
        await onListening(port)
        break
      }
      return shell.parts.services
    }
    let application = Application(
      responder: responder, server: try serverBuilder(settings, direct),
      configuration: ApplicationConfiguration(
        address: .hostname(settings.host, port: settings.port), backlog: 1_024,
        availableConnectionsDelegate: .maximum(
          settings.connectionsMax, logger: sink.logger("connections", settings))
      ),
      services: [sink, opening],
      onServerRunning: { listening.yield($0.localAddress?.port ?? 0) },
      logger: sink.logger("server", settings, atLeast: .warning))
    var configuration = ServiceGroupConfiguration(
      services: [application], gracefulShutdownSignals: signals,
      logger: sink.logger("stop", settings))
    configuration.maximumGracefulShutdownDuration = Duration.milliseconds(settings.stopTimeMs)
    try await ServiceGroup(configuration: configuration).run()
  }

  /// A logger whose lines go where the server's go.
  package func logger(_ part: String, atLeast level: Logger.Level = .debug) -> Logger {
    sink.logger(part, settings, atLeast: level)
  }

  private func router() -> Router<ServerContext> {
    let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
    router.add(
      middleware: ShellMiddleware(
        log: AccessLog(settings, sink: sink), routes: RouteIndex(table.routes),
        observe: parts.observe))
    table.add(to: router)
    parts.addRoutes(router)
    return router
  }

  private static func serverBuilder(
    _ settings: ServerSettings, _ direct: DirectDesk
  ) throws -> HTTPServerBuilder {
    let limits = ConnectionPace.Limits(
      headerMs: settings.headerTimeMs, bodyMs: settings.bodyTimeMs, idleMs: settings.idleTimeMs,
      readMs: settings.readTimeMs)
    let configuration = HTTP1Channel.Configuration(
      additionalChannelHandlers: [PaceInstaller(limits, direct)],
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: settings.headerBytesMax, maxHeaderListSize: settings.headerBytesMax,
        maxHeaderFieldCount: 200))
    let plain = HTTPServerBuilder { responder in
      LoopChannel(base: HTTP1Channel(responder: responder, configuration: configuration))
    }
    guard let certificate = settings.tlsCertificatePath, let key = settings.tlsKeyPath
    else { return plain }
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
    tls.minimumTLSVersion = .tlsv12
    tls.applicationProtocols = ["http/1.1"]
    return try .tls(plain, tlsConfiguration: tls)
  }
}
