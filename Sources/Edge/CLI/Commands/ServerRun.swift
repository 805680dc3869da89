import Dispatch
import Logging
import StarlingEngine
import StarlingModel
import StarlingServer
import StarlingStore
import Synchronization

/// One run of the server: puts its parts together, says where it listens, and serves.
struct ServerRun: Sendable {
  private let settings: ServerSettings
  private let sink = LogSink()

  init(_ settings: ServerSettings) {
    self.settings = settings
  }

  /// What was opened, once it is.
  private struct Opened: Sendable {
    var store: Store?
    var data: ServerData?
    var failure: (any Error)?
  }

  /// Serves until a signal comes. The server listens before the data directory is open, so that
  /// whoever watches it sees it live.
  func run() async throws {
    let opened = Opening()
    do {
      try await ServerShell.run(settings, sink: sink) {
        do { return try await open(into: opened) } catch {
          opened.state.withLock { $0.failure = error }
          throw error
        }
      } onListening: { port in
        guard let data = opened.state.withLock({ $0.data }) else { return }
        await Self.announce(Self.url(settings, port: port), data.keys, data.sources)
      }
    } catch {
      sink.flush()
      if let failure = opened.state.withLock({ $0.failure }) { throw failure }
      throw CommandFailure.unreadable(
        "\(settings.host):\(settings.port): cannot serve: \(error); is the port taken?")
    }
    sink.flush()
    try opened.state.withLock { $0.store }?.close()
  }

  /// Where `open` leaves what was opened.
  private final class Opening: Sendable {
    let state = Mutex(Opened())
  }

  /// Opens the data directory and the engine over it.
  private func open(into opened: Opening) async throws -> ServerParts {
    let store = try await Self.onThread { try DataDirectory(settings.dataPath).open() }
    opened.state.withLock { $0.store = store }
    let data = try await ServerData.open(store, settings, sink: sink)
    opened.state.withLock { $0.data = data }
    let logger = sink.logger("engine", settings)
    let definitions = try ServedDefinitions(settings.workspacePath, store)
    let (options, clock) = (data.liveOptions, clock)
    let system = try await Self.onThread {
      let (system, opening) = try LiveSystem.open(
        store, workspace: definitions.workspace, lists: definitions.lists, clock: clock,
        options: options, observer: data.observer(logger))
      Self.note(opening, logger)
      return system
    }
    var parts = data.parts(system)
    if let path = settings.workspacePath {
      parts.services.append(WorkspaceWatch(path, system, logger))
    }
    return parts
  }

  /// What a piece of work gives that takes seconds, on a thread that answers no requests.
  private static func onThread<Answer: Sendable>(
    _ work: @escaping @Sendable () throws -> Answer
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try work() }) }
    }
  }

  /// Says what opening found.
  private static func note(_ opening: LiveSystem.Opening, _ logger: Logger) {
    for damage in opening.damages {
      logger.error("part of the log is damaged and was passed over", metadata: ["log": "\(damage)"])
    }
    for warning in opening.warnings {
      logger.warning(
        "a snapshot cannot be used; the log is read instead", metadata: ["problem": "\(warning)"])
    }
    if opening.recovered > 0 {
      logger.notice(
        "events of an unfinished run were applied", metadata: ["events": "\(opening.recovered)"])
    }
    let took = opening.parts.reduce(0) { $0 + $1.nanoseconds } / 1_000_000
    logger.info(
      "the data directory is open",
      metadata: [
        "events": "\(opening.events)", "ms": "\(took)",
        "snapshot": "\(opening.snapshot.map(String.init) ?? "none")",
      ])
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
