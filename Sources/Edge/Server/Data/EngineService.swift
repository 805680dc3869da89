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
    return observer
  }

  /// How the engine runs under these settings.
  package var liveOptions: LiveOptions {
    var options = LiveOptions()
    options.waitingRequestsMax = settings.queueRequestsMax
    options.mapping = { [lookup] in lookup.mapping(source: $0) }
    return options
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
    return parts
  }
}
