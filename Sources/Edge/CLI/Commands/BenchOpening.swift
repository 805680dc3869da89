import ArgumentParser
import Foundation
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import Synchronization

/// `starling bench-opening`: for those who work on the server, so it is not listed.
struct BenchOpening: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-opening",
    abstract: "Measure how long the data directory of a stopped server takes to open, by part.",
    discussion: """
      The clock stands where the server stopped. Each round ends as a server does, so that the next \
      one finds what it wrote.
      """,
    shouldDisplay: false)

  @Argument(help: "The data directory.", completion: .directory)
  var directory: String

  @OptionGroup var definitions: SegmentOptions

  @Option(
    help: ArgumentHelp(
      "The instant of a directory that was only imported into, \(Instant.form).",
      valueName: "instant"), transform: Instant.read)
  var at: Stamp?

  @Option(help: "How often to open it.")
  var rounds = 2

  @Flag(help: "End as a server that is killed when a snapshot was written.")
  var kill = false

  func run() throws {
    let loaded = try definitions.load(quiet: true)
    for round in 0..<max(1, rounds) {
      Terminal.standardOutput.print("round \(round)\n")
      try AsyncRun.wait {
        try await Self.measure(directory, loaded.workspace, loaded.lists.people, at, kill: kill)
      }
    }
  }

  private static func measure(
    _ directory: String, _ workspace: Workspace, _ lists: [String: [String]], _ at: Stamp?,
    kill: Bool
  ) async throws {
    let start = ContinuousClock.now
    let nanoseconds: @Sendable () -> Int64 = {
      let passed = (ContinuousClock.now - start).components
      return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
    }
    let say: @Sendable (String, Int64) -> Void = { part, nanoseconds in
      Terminal.standardOutput.print("  \(part): \(nanoseconds / 1_000_000) ms\n")
    }
    let store = try DataDirectory(directory).open()
    say("database", nanoseconds())
    var observer = LiveObserver()
    observer.nanoseconds = nanoseconds
    let isWritten = Atomic<Bool>(false)
    observer.background = { event in
      guard case .snapshot(_, let took) = event else { return }
      say("snapshot written", took)
      isWritten.store(true, ordering: .relaxed)
    }
    var options = LiveOptions()
    if kill { (options.snapshotEventsMin, options.snapshotShare) = (0, 0) }
    let clock = max(try store.progress().clock, at ?? .earliestText)
    let (system, opening) = try LiveSystem.open(
      store, workspace: workspace, lists: lists.mapValues { Set($0) },
      clock: EngineClock(controlled: clock), options: options, observer: observer)
    for part in opening.parts { say(part.name, part.nanoseconds) }
    let segments = try await system.segments(at: nil)
    say("all, and the first answer", nanoseconds())
    Terminal.standardOutput.print(
      "  \(opening.events) events, \(segments.people) people, \(segments.segments.count) segments,"
        + " \(segments.segments.reduce(0) { $0 + $1.count }) memberships\n")
    for warning in opening.warnings { Terminal.standardError.printWarning(warning) }
    let loop = Task { await system.run() }
    await system.settle()
    if kill {
      while !isWritten.load(ordering: .relaxed) { try await Task.sleep(for: .milliseconds(10)) }
      Foundation.exit(0)
    }
    let stopping = nanoseconds()
    system.stop()
    await loop.value
    say("stop", nanoseconds() - stopping)
    try store.close()
  }
}
