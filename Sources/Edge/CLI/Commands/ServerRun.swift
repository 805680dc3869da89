import Logging
import StarlingEngine
import StarlingModel
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
    let logger = sink.logger("engine", settings)
    let definitions = try ServedDefinitions(settings.workspacePath, store)
    let (system, opening) = try LiveSystem.open(
      store, workspace: definitions.workspace, lists: definitions.lists, clock: clock,
      options: data.liveOptions, observer: data.observer(logger))
    for damage in opening.damages {
      logger.error("part of the log is damaged and was passed over", metadata: ["log": "\(damage)"])
    }
    if opening.recovered > 0 {
      logger.notice(
        "events of an unfinished run were applied", metadata: ["events": "\(opening.recovered)"])
    }
    var parts = data.parts(system)
    if let path = settings.workspacePath {
      parts.services.append(WorkspaceWatch(path, system, logger))
    }
    let (ring, sources) = (data.keys, data.sources)
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

  private var clock: EngineClock {
    settings.hasControlledClock
      ? EngineClock(controlled: .earliestText) : EngineClock(system: { WallClock.now() })
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
