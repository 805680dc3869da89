import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import StarlingWorkspace

/// How long a data directory takes to open, by part: `starling-opening DIRECTORY WORKSPACE [ROUNDS]`.
///
/// The clock is the latest event of the directory, so that the answers are those of a server that
/// was stopped there. A round ends as a server does, so that the next one finds what it wrote.
@main
struct OpeningMeasurement {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2 else {
      print("usage: starling-opening DIRECTORY WORKSPACE [ROUNDS]")
      return
    }
    let workspace = try WorkspaceFile.read(at: arguments[2]).workspace ?? Workspace()
    for round in 0..<(arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1) {
      print("round \(round), \(workspace.segments.count) segments")
      try await measure(arguments[1], workspace)
    }
  }

  private static func measure(_ directory: String, _ workspace: Workspace) async throws {
    let clock = ContinuousClock()
    let start = clock.now
    func nanoseconds() -> Int64 {
      let passed = (clock.now - start).components
      return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
    }
    func say(_ part: String, _ nanoseconds: Int64) {
      print("  \(part): \(Double(nanoseconds / 10_000) / 100) ms")
    }
    let store = try Store(directory: directory)
    say("database", nanoseconds())
    var observer = LiveObserver()
    observer.nanoseconds = {
      let passed = (clock.now - start).components
      return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
    }
    observer.background = { print("  background: \($0)") }
    let progress = try store.progress()
    let isFresh = progress.clock.milliseconds == Int64.min
    let now: Stamp = isFresh ? Stamp(milliseconds: 1_764_460_667_000) : progress.clock
    let (system, opening) = try LiveSystem.open(
      store, workspace: workspace, clock: EngineClock(controlled: now), observer: observer)
    for warning in opening.warnings { print("  \(warning)") }
    for part in opening.parts { say(part.name, part.nanoseconds) }
    let counts = try await system.segments(at: nil)
    say("all, answered", nanoseconds())
    print(
      "  \(opening.events) events, \(opening.recovered) applied, \(opening.corrected) changes,"
        + " \(counts.people) people, \(counts.segments.reduce(0) { $0 + $1.count }) memberships")
    let loop = Task { await system.run() }
    await system.settle()
    let stopping = nanoseconds()
    system.stop()
    await loop.value
    say("stop", nanoseconds() - stopping)
    try store.close()
  }
}
