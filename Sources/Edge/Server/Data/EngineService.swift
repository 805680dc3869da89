import Logging
import ServiceLifecycle
import StarlingEngine
import StarlingModel
import StarlingStore

/// The live system as a service: it runs until the server has answered what it accepted.
package struct EngineService: Service {
  private let system: LiveSystem

  /// A service that runs a system.
  package init(_ system: LiveSystem) {
    self.system = system
  }

  /// Runs the system's loop.
  package func run() async throws {
    await withGracefulShutdownHandler {
      await system.run()
    } onGracefulShutdown: {
      system.stop()
    }
  }
}

extension ServerData {
  /// Who is told of what happens in the engine: metrics, webhooks, the log.
  package func observer(_ logger: Logger) -> LiveObserver {
    var observer = LiveObserver()
    observer.committed = { changesCommitted($0) }
    let start = ContinuousClock.now
    observer.nanoseconds = {
      let passed = (ContinuousClock.now - start).components
      return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
    }
    observer.commit = { [metrics] commit in
      metrics.accepted.add(commit.events)
      metrics.duplicates.add(commit.known)
      metrics.commitSeconds.observe(Double(commit.nanoseconds) / 1e9)
    }
    observer.lateness = { [metrics] milliseconds in
      metrics.deadlineLateSeconds.observe(Double(milliseconds) / 1e3)
    }
    observer.applied = { [metrics] evaluations in metrics.evaluations.add(evaluations) }
    observer.announced = { [metrics] milliseconds in
      metrics.announceSeconds.observe(Double(milliseconds) / 1e3)
    }
    observer.failure = { error in
      logger.error(
        "nothing could be written; senders are told to come back",
        metadata: ["problem": "\(error)"])
    }
    observer.background = { [metrics] in Self.note($0, metrics, logger) }
    return observer
  }

  /// How the engine runs under these settings.
  package var liveOptions: LiveOptions {
    var options = LiveOptions()
    options.waitingRequestsMax = settings.queueRequestsMax
    options.diskReserveBytes = Int64(settings.diskReserveBytes)
    options.mapping = { [lookup] in lookup.mapping(source: $0) }
    return options
  }

  private static func note(_ event: LiveBackground, _ metrics: LiveMetrics, _ logger: Logger) {
    switch event {
    case .snapshot(let sequence, let nanoseconds):
      metrics.snapshotSeconds.observe(Double(nanoseconds) / 1e9)
      logger.info("a snapshot was written", metadata: ["events": "\(sequence)"])
    case .definitions(let version, let nanoseconds, let longest, _):
      logger.notice(
        "definitions are in force",
        metadata: [
          "version": "\(version)", "ms": "\(nanoseconds / 1_000_000)",
          "longest_step_ms": "\(longest / 1_000_000)",
        ])
    case .merged(let chunks):
      logger.debug("small chunks were merged", metadata: ["fewer": "\(chunks)"])
    case .spaceRanOut(let free, let reserve):
      logger.error(
        "the disk is nearly full: no events are taken until there is space; free some",
        metadata: ["free_bytes": "\(free)", "reserve_bytes": "\(reserve)"])
    case .spaceIsBack(let free):
      logger.notice("the disk has space: events are taken", metadata: ["free_bytes": "\(free)"])
    case .failed(let action, let error):
      metrics.backgroundFailures.add()
      logger.warning(
        "work in the background failed and is tried again",
        metadata: ["work": "\(action)", "problem": "\(error)"])
    }
  }

  /// The parts of a server over a live system.
  ///
  /// The engine stops before the deliveries: what it finds in its last step is told as well.
  package func parts(_ system: LiveSystem) -> ServerParts {
    let clock = system.clock
    var parts = parts(intake: system, queries: system, changes: system, now: { clock.now })
    parts.services.append(EngineService(system))
    if clock.isControlled {
      parts.clock = ControlledClock(
        now: { clock.now },
        move: { now in
          _ = system.setClock(now)
          await system.settle()
        })
    }
    metrics.readQueue(requests: { system.waiting.requests }, events: { system.waiting.events })
    metrics.readPeople { system.peopleCount }
    metrics.readDeadlines { system.deadlineCount }
    for part in LiveMemory.allCases {
      metrics.readMemory(part.rawValue) { system.memory(of: part) }
    }
    metrics.readMemory("message_ids") { [access] in access.store.messageIDs.size.residentBytes }
    metrics.readDisk(free: { system.freeBytes }, takesEvents: { system.refusals.isEmpty })
    parts.notReady = { system.refusals }
    return parts
  }
}
