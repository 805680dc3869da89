import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// Asks everything several times and keeps the clock.
struct BenchMeasurement {
  /// Rounds whose times count, at least.
  private static let rounds = 5
  /// A question is asked again until this time has passed.
  private static let enough = Duration.milliseconds(250)

  /// People asked one by one.
  private static let peopleAsked = 20_000

  let engine: Engine
  let loaded: LoadedWorkspace
  let imported: ImportedTimeline
  let at: Stamp

  /// Measures everything.
  ///
  /// - Parameters:
  ///   - importSeconds: How long the import took.
  ///   - hasDigest: Whether sums over the members are wanted.
  func report(importSeconds: Double, hasDigest: Bool) throws -> BenchReport {
    let memory = ProcessMemory.now
    let segments = try loaded.workspace.segments.map { try measure($0, hasDigest) }
    let binding = try loaded.binding(imported, quiet: true)
    let all = try times { _ = try engine.evaluate(binding, at: at) }
    var changes = 0
    let replay = try seconds { try engine.replay(binding, until: at) { _ in changes += 1 } }
    let events = imported.summary.events
    return BenchReport(
      events: events, people: imported.summary.people, importSeconds: importSeconds,
      peakBytes: ProcessMemory.now.peakBytes, residentBytes: memory.residentBytes, at: at,
      segments: segments, allMs: Self.quantile(all, 0.5) * 1e3, onePerson: try onePerson(binding),
      oneEvent: try oneEvent(binding), changes: changes,
      replayEventsPerSecond: Double(events) / max(replay, 1e-9))
  }

  private func measure(_ segment: Definition, _ hasDigest: Bool) throws -> BenchReport.Segment {
    var workspace = loaded.workspace
    workspace.segments = Self.closure(of: segment, workspace)
    let binding = try loaded.binding(imported, workspace, quiet: true)
    let own = workspace.segments.firstIndex { $0.name == segment.name } ?? 0
    let set = try engine.evaluate(binding, at: at).sets[own]
    let times = try times { _ = try engine.evaluate(binding, at: at) }
    return BenchReport.Segment(
      name: segment.name, count: set.count, digest: hasDigest ? digest(set) : nil,
      fastest: (times.min() ?? 0) * 1e3, median: Self.quantile(times, 0.5) * 1e3)
  }

  /// A segment and those that it refers to, in the order of the workspace.
  static func closure(of segment: Definition, _ workspace: Workspace) -> [Definition] {
    var names: Set<String> = [segment.name]
    var open = [segment]
    while let definition = open.popLast() {
      definition.expression.forEachNode { node in
        guard case .reference(.segment, let path) = node.kind else { return }
        let name = path.components.joined(separator: ".")
        guard names.insert(name).inserted else { return }
        open += workspace.segments.filter { $0.name == name }
      }
    }
    return workspace.segments.filter { names.contains($0.name) }
  }

  private func digest(_ set: MemberSet) -> (sum: Int, squares: Int) {
    set.people.reduce((0, 0)) { sums, person in
      let digits = engine.timeline.name(ofPerson: person).filter(\.isNumber)
      let number = Int(digits) ?? 0
      return (sums.0 &+ number, sums.1 &+ number &* number)
    }
  }

  /// Asks all segments about people spread over all tiles, one by one. Unit: microseconds.
  private func onePerson(_ binding: Binding) throws -> (median: Double, p99: Double) {
    guard var evaluation = try engine.personEvaluation(binding, at: at) else { return (0, 0) }
    let places = engine.timeline.places
    var times: [Double] = []
    var person = 0
    var answers = 0
    for _ in 0..<Self.peopleAsked {
      // A large step: neighbours in time shall be no neighbours in memory.
      person = (person + 7_919) % places
      let start = ContinuousClock.now
      evaluation.evaluate(person, of: engine.timeline, at: at) { _, isMember, _ in
        answers += isMember ? 1 : 0
      }
      times.append((ContinuousClock.now - start) / .microseconds(1))
    }
    precondition(answers >= 0, "people are in \(answers) segments")
    return (Self.quantile(times, 0.5), Self.quantile(times, 0.99))
  }

  /// Times of several rounds, after one that does not count. Unit: seconds.
  private func times(_ body: () throws -> Void) throws -> [Double] {
    try body()
    var times: [Double] = []
    let start = ContinuousClock.now
    while times.count < Self.rounds || ContinuousClock.now - start < Self.enough {
      times.append(try seconds(body))
    }
    return times
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  /// The value that a share of the values lies below; 0 without values.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }
}
