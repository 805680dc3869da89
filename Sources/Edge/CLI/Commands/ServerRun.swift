import StarlingServer
import StarlingStore

/// One run of the server: puts its parts together, says where it listens, and serves.
struct ServerRun: Sendable {
  private let settings: ServerSettings
  private let sink = LogSink()

  init(_ settings: ServerSettings) {
    self.settings = settings
  }

  /// Serves until a signal comes.
  func run() async throws {
    let store = try DataDirectory(settings.dataPath).open()
    let data = try await ServerData.open(store, settings, sink: sink)
    let (ring, sources, parts) = (data.keys, data.sources, data.parts())
    let shell = ServerShell(settings, parts: parts, sink: sink)
    let settings = settings
    do {
      try await shell.run { port in
        let url = Self.url(settings, port: port)
        await Self.announce(url, ring, sources)
      }
    } catch {
      sink.flush()
      throw CommandFailure.unreadable(
        "\(settings.host):\(settings.port): cannot serve: \(error); is the port taken?")
    }
    sink.flush()
    try store.close()
  }

  private static func url(_ settings: ServerSettings, port: Int) -> String {
    let scheme = settings.tlsCertificatePath == nil ? "http" : "https"
    let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
    return "\(scheme)://\(host):\(port)"
  }

  /// Says where the server is, and at the first start what to try; on standard output, where the
  /// logs are not.
  private static func announce(_ url: String, _ ring: KeyRing, _ sources: SourceDesk) async {
    let terminal = Terminal.standardOutput
    terminal.print("Starling listens on \(url)\n")
    let now = WallClock.now()
    do {
      if let first = try await FirstStart.prepare(ring, sources, now: now) {
        terminal.print("\n" + first.text(url: url, now: now))
      }
    } catch {
      Terminal.standardError.printError("the first keys could not be made: \(error)")
    }
  }
}
