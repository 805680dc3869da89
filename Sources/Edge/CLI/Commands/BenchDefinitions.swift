import ArgumentParser
import Foundation
import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingStore
import Synchronization

/// `starling bench-definitions`: for those who work on the server, so it is not listed.
struct BenchDefinitions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-definitions",
    abstract: "Measure how definitions come into force in the data directory of a stopped server.",
    discussion: """
      A segment is added, edited, put between others and deleted, while requests with events come one \
      after another. The longest of them says how long the loop stood still, its commit included.
      """,
    shouldDisplay: false)

  @Argument(help: "The data directory, which gets the versions and events.", completion: .directory)
  var directory: String

  @OptionGroup var definitions: SegmentOptions

  @Option(
    help: ArgumentHelp(
      "The instant of a directory that was only imported into, \(Instant.form).",
      valueName: "instant"), transform: Instant.read)
  var at: Stamp?

  @Option(help: "What the segment asks.")
  var expression = "count(purchase[31d]) >= 3"

  @Option(help: "What it asks after the edit.")
  var edited = "count(purchase[32d]) >= 3"

  @Option(help: "Events of a request.")
  var events = 100

  @Flag(help: "Measure the processor time of the loop, on a machine that does other things too.")
  var processorTime = false

  func run() throws {
    let loaded = try definitions.load(quiet: true)
    try AsyncRun.wait {
      try await measure(loaded.workspace, loaded.lists.people.mapValues { Set($0) })
    }
  }

  private func measure(_ workspace: Workspace, _ lists: [String: Set<String>]) async throws {
    let start = ContinuousClock.now
    var observer = LiveObserver()
    observer.nanoseconds = { [processorTime] in
      if processorTime {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
      }
      let passed = (ContinuousClock.now - start).components
      return passed.seconds * 1_000_000_000 + passed.attoseconds / 1_000_000_000
    }
    observer.background = { event in
      guard case .definitions(_, let took, let longest, let last) = event else { return }
      Terminal.standardOutput.print(
        "  in force after \(took / 1_000_000) ms, the loop held up for "
          + "\(longest / 1_000) µs at most, \(last / 1_000) µs at last\n"
      )
    }
    let store = try DataDirectory(directory).open()
    let clock = EngineClock(
      controlled: max(try store.progress().clock, at ?? .earliestText))
    let (system, opening) = try LiveSystem.open(
      store, workspace: workspace, lists: lists, clock: clock, observer: observer)
    let loop = Task { await system.run() }
    await system.settle()
    say("\(opening.events) events, \(workspace.segments.count) segments")
    let senders = try await names(system, workspace)
    try await measure("nothing", system, senders) {
      try await Task.sleep(for: .seconds(1))
    }
    try await measure("a segment is added", system, senders) {
      try await put(system, expression)
    }
    try await measure("it is edited", system, senders) { try await put(system, edited) }
    try await measure("it is deleted", system, senders) {
      _ = try await system.deleteDefinition(.segment, "bench", by: "bench")
    }
    try await measure("the first one is edited", system, senders) {
      guard let first = workspace.segments.first else { return }
      _ = try await system.putDefinition(
        DefinitionDraft(kind: .segment, name: first.name, expression: expression), by: "bench")
    }
    system.stop()
    await loop.value
    try store.close()
  }

  private func put(_ system: LiveSystem, _ expression: String) async throws {
    _ = try await system.putDefinition(
      DefinitionDraft(kind: .segment, name: "bench", expression: expression), by: "bench")
  }

  /// People who send events meanwhile.
  private func names(_ system: LiveSystem, _ workspace: Workspace) async throws -> [String] {
    var names: [String] = []
    for segment in workspace.segments where names.count < 20_000 {
      let page = try await system.members(of: segment.name, at: nil, after: nil, limit: 20_000)
      names += page.members.map(\.person)
    }
    return names
  }

  private func measure(
    _ what: String, _ system: LiveSystem, _ senders: [String], _ body: () async throws -> Void
  ) async throws {
    let isOver = Atomic<Bool>(false)
    let pings = Task { try await ping(system, senders) { isOver.load(ordering: .relaxed) } }
    let start = ContinuousClock.now
    try await body()
    let took = (ContinuousClock.now - start) / .milliseconds(1)
    isOver.store(true, ordering: .relaxed)
    let times = try await pings.value.sorted()
    let median = times.isEmpty ? 0 : times[times.count / 2]
    say(
      "\(what): \(Int(took)) ms; requests \(times.count), median \(Int(median * 1_000)) µs, "
        + "longest \(times.suffix(3).map { "\(Int($0 * 1_000))" }.joined(separator: " ")) µs; "
        + memory)
  }

  /// Sends requests one after another until it is over.
  ///
  /// - Returns: How long each took until it was applied. Unit: ms.
  private func ping(
    _ system: LiveSystem, _ senders: [String], until isOver: @Sendable () -> Bool
  ) async throws -> [Double] {
    var times: [Double] = []
    var next = 0
    while !isOver() {
      var batch = EventBatch()
      let now = Stamp(milliseconds: system.clock.now.milliseconds + 1)
      for _ in 0..<min(events, senders.count) {
        next += 7_919
        batch.append(
          Event(
            kind: .track, name: "product_view", person: senders[next % senders.count], stamp: now,
            messageID: "bench-\(now.milliseconds)-\(next)", properties: [:]))
      }
      _ = system.setClock(now)
      let start = ContinuousClock.now
      try await system.accept(
        AcceptedBatch(events: batch, sentStamps: batch.stamps, receivedAt: now, source: 1),
        rejected: [])
      await system.settle()
      times.append((ContinuousClock.now - start) / .milliseconds(1))
    }
    return times
  }

  /// What the program holds now, and the most that it held.
  private var memory: String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.split(separator: "\n").filter { $0.hasPrefix("VmRSS") || $0.hasPrefix("VmHWM") }
      .map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: ", ")
  }

  private func say(_ line: String) { Terminal.standardOutput.print(line + "\n") }
}
