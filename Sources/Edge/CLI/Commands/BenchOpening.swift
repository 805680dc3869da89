import ArgumentParser
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore

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

  func run() throws {
    let loaded = try definitions.load(quiet: true)
    for round in 0..<max(1, rounds) {
      Terminal.standardOutput.print("round \(round)\n")
      try AsyncRun.wait {
        try await Self.measure(directory, loaded.workspace, loaded.lists.people, at)
      }
    }
  }

  private static func measure(
    _ directory: String, _ workspace: Workspace, _ lists: [String: [String]], _ at: Stamp?
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
    observer.background = { event in
      if case .snapshot(_, let took) = event { say("snapshot written", took) }
    }
    let clock = max(try store.progress().clock, at ?? .earliestText)
    let (system, opening) = try LiveSystem.open(
      store, workspace: workspace, lists: lists.mapValues { Set($0) },
      clock: EngineClock(controlled: clock), observer: observer)
    for part in opening.parts { say(part.name, part.nanoseconds) }
    let segments = try await system.segments(at: nil)
    say("all, and the first answer", nanoseconds())
    Terminal.standardOutput.print(
      "  \(opening.events) events, \(segments.people) people, \(segments.segments.count) segments,"
        + " \(segments.segments.reduce(0) { $0 + $1.count }) memberships\n")
    for warning in opening.warnings { Terminal.standardError.printWarning(warning) }
    let loop = Task { await system.run() }
    await system.settle()
    let stopping = nanoseconds()
    system.stop()
    await loop.value
    say("stop", nanoseconds() - stopping)
    try store.close()
  }
}
