import ArgumentParser
import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// `starling bench-live`: for those who work on the engine, so it is not listed.
struct BenchLive: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-live",
    abstract: "Measure the live engine alone: no HTTP, no disk, one thread.",
    discussion: """
      The first files are there from the start; the events of the others arrive in the order of \
      their times, in batches. After each batch one tile is sealed, if one has grown enough, on \
      the same thread.

        starling bench-live old.jsonl --then new.jsonl --segments Examples/shop.yaml
      """,
    shouldDisplay: false)

  @Argument(help: "Event files that are there from the start.", completion: .file())
  var events: [String]

  @Option(help: "Event files that arrive.", completion: .file())
  var then: [String]

  @OptionGroup var definitions: SegmentOptions

  @OptionGroup var input: InputOptions

  @Option(help: "Number of events that arrive at once.")
  var batch = 10_000

  @Option(help: "How often all of it is done.")
  var rounds = 2

  func validate() throws {
    if batch < 1 || rounds < 1 { throw ValidationError("--batch and --rounds are 1 or more") }
  }

  func run() throws {
    let workspace = try definitions.load(quiet: true).workspace
    let gap = workspace.settings.sessionGapMs
    let old = try input.load(events, sessionGapMs: gap).timeline
    let batches = Self.batches(try input.load(then, sessionGapMs: gap).timeline, of: batch)
    let plan = try Plan(workspace)
    for _ in 0..<rounds { measure(old, batches, plan) }
    guard let now = old.latest else { return }
    var slowest = (seconds: 0.0, name: "")
    for segment in workspace.segments {
      var alone = workspace
      alone.segments = BenchMeasurement.closure(of: segment, workspace)
      var core = LiveCore(old, try Plan(alone)) { $0.map { _ in [] } }
      let seconds = Self.seconds { core.begin(at: now.milliseconds) }
      if seconds > slowest.seconds { slowest = (seconds, segment.name) }
    }
    print("slowest segment answered alone: \(slowest.name), \(Self.ms(slowest.seconds)) ms")
  }

  private func measure(_ old: Timeline, _ batches: [AcceptedBatch], _ plan: Plan) {
    var core = LiveCore(old, plan) { $0.map { _ in [] } }
    let start = old.latest?.milliseconds ?? 0
    let begun = Self.seconds { core.begin(at: start) }
    print("\(plan.segments.count) segments answered from nothing: \(Self.ms(begun)) ms")
    var sequence = UInt32(old.eventCount)
    var changes: [LiveChange] = []
    var (count, sealing, events) = (0, 0.0, 0)
    let evaluations = core.evaluations
    let options = LiveOptions()
    let applying = Self.seconds {
      for batch in batches {
        let now = batch.events.stamps.last ?? 0
        core.apply([batch], firstSequence: sequence, now: now, into: &changes)
        core.advance(to: now, into: &changes)
        sequence += UInt32(batch.events.count)
        events += batch.events.count
        count += changes.count
        changes.removeAll(keepingCapacity: true)
        sealing += Self.seconds {
          if let sealing = core.sealing(share: options.sealShare) {
            core.install(sealing.tile(), of: sealing)
          }
        }
      }
    }
    let eventCount = Double(max(1, events))
    print(
      "  \(NumberText.grouped(Int(eventCount / applying))) events/s, "
        + "\(NumberText.grouped(Int(eventCount / (applying - sealing)))) without sealing; "
        + "\(NumberText.fixed(Double(core.evaluations - evaluations) / eventCount, 2)) evaluations "
        + "and \(NumberText.fixed(Double(count) / eventCount, 2)) changes an event")
  }

  /// The events of a timeline in the order of their times.
  private static func batches(_ timeline: Timeline, of size: Int) -> [AcceptedBatch] {
    var events: [Event] = []
    for person in Set(timeline.personOfIdentifier).sorted() {
      let name = timeline.name(ofPerson: Int(person))
      events += timeline.events(ofPerson: Int(person)).map { event in
        Event(
          kind: EventKind(event.kind), name: event.name, person: name, stamp: event.at,
          messageID: "", properties: event.properties)
      }
    }
    events.sort { $0.stamp < $1.stamp }
    return stride(from: 0, to: events.count, by: size).map { first in
      var batch = EventBatch()
      let part = events[first..<min(first + size, events.count)]
      for event in part { batch.append(event) }
      return AcceptedBatch(
        events: batch, sentStamps: batch.stamps, receivedAt: part.last?.stamp ?? .earliestText,
        source: 0)
    }
  }

  private static func seconds(_ body: () -> Void) -> Double {
    let start = ContinuousClock.now
    body()
    return (ContinuousClock.now - start) / .seconds(1)
  }

  private static func ms(_ seconds: Double) -> String { NumberText.fixed(seconds * 1e3, 1) }
}

extension EventKind {
  fileprivate init(_ kind: PersonEvent.Kind) {
    switch kind {
    case .identify: self = .identify
    case .track: self = .track
    case .page: self = .page
    }
  }
}
