import StarlingCollect
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport

/// What people do, what is asked about them, and how their devices tell: everything outside the
/// server that does not depend on it.
struct SimulatedWorld {
  /// People on the uploaded list.
  static let lists: [String: Set<String>] = ["friends": ["u0", "a1"]]

  /// Definitions that are in force one after the other, when somebody changes them.
  private(set) var workspaces: [Workspace] = []
  /// In the order of their departure.
  private(set) var batches: [SentBatch] = []
  /// Before anything happens.
  let start: Stamp
  /// When the last event has happened and the last batch was sent.
  private(set) var end: Stamp

  /// The world of a generator's state.
  init(steps: Int, using random: inout SeededGenerator) {
    var timelines = TimelineGenerator()
    timelines.people = 2...5
    start = timelines.start.advanced(byMs: -Milliseconds.hour)
    end = timelines.start
    var events: [Event] = []
    while events.count < steps {
      let share = max(1, steps / 4)
      timelines.eventsPerPerson = max(1, share / 2)...share
      events += timelines.events(using: &random)
    }
    events = Array(events.prefix(max(1, steps)))
    for index in events.indices {
      // Of different lengths, not in the order of time, and each once.
      events[index].messageID = "m\((index &* 7_919 &+ 13) % 10_007)"
    }
    events.sort { $0.stamp < $1.stamp }
    for _ in 0..<3 { workspaces.append(Self.workspace(about: events, using: &random)) }
    pack(events, using: &random)
    end = max(events.last?.stamp ?? end, batches.last?.departure ?? end)
  }

  /// Of some definitions those by which most people come and go.
  private static func workspace(
    about events: [Event], using random: inout SeededGenerator
  ) -> Workspace {
    var best = (workspace: Workspace(), liveliness: -1)
    for _ in 0..<candidates {
      let candidate = workspace(using: &random)
      let liveliness = liveliness(of: candidate, events)
      if liveliness > best.liveliness { best = (candidate, liveliness) }
    }
    return best.workspace
  }

  /// Definitions that are compared with each other.
  private static let candidates = 5

  /// How often somebody enters or leaves between some instants.
  private static func liveliness(of workspace: Workspace, _ events: [Event]) -> Int {
    let evaluator = ReferenceEvaluator(workspace: workspace, events: events, lists: lists)
    var count = 0
    var before: [String: [String]] = [:]
    for event in stride(from: 0, to: events.count, by: max(1, events.count / 6)) {
      let members = evaluator.members(at: events[event].stamp)
      for (segment, names) in members {
        count += Set(names).symmetricDifference(before[segment] ?? []).count
      }
      before = members
    }
    return count
  }

  /// Definitions without percentiles, whose thresholds depend on when events arrive.
  private static func workspace(using random: inout SeededGenerator) -> Workspace {
    while true {
      let workspace = WorkspaceGenerator().workspace(using: &random)
      let texts = (workspace.segments + workspace.metrics).map(\.text)
      if !texts.contains(where: { $0.contains("percentile(") }) { return workspace }
    }
  }

  /// Has devices send the events: most at once, some late, some with a clock that runs ahead.
  private mutating func pack(_ events: [Event], using random: inout SeededGenerator) {
    var rest = events[...]
    // Events that a second batch may hold too: none by which a batch is known.
    var copyable: [Event] = []
    while !rest.isEmpty {
      let taken = Array(rest.prefix(random.chance(50) ? 1 : random.number(2...5)))
      rest = rest.dropFirst(taken.count)
      let last = taken.map(\.stamp).max() ?? start
      let departure = last.advanced(byMs: Self.delayMs(using: &random))
      let copies = !copyable.isEmpty && random.chance(10) ? [random.pick(copyable)] : []
      add(taken, copies: copies, departure: max(start, departure), using: &random)
      copyable += taken.filter { $0.messageID != batches.last?.beacon }
    }
    batches.sort { $0.departure < $1.departure }
    for index in batches.indices { batches[index].number = index }
  }

  /// From an event to its being sent. Unit: ms.
  private static func delayMs(using random: inout SeededGenerator) -> Int64 {
    switch random.number(0...99) {
    case 0..<70: Int64(random.number(0...20)) * 100
    case 70..<90: Int64(random.number(1...72)) * Milliseconds.hour
    default: -Int64(random.number(1...2_000)) * Milliseconds.minute
    }
  }

  private mutating func add(
    _ taken: [Event], copies: [Event], departure: Stamp, using random: inout SeededGenerator
  ) {
    let number = batches.count
    var events = taken
    var beacon = taken.first { $0.kind.isSelectable && $0.stamp <= departure }?.messageID
    if beacon == nil {
      let event = Event.track(
        random.pick(TimelineGenerator.names), taken.first?.person ?? "u0",
        at: departure.advanced(byMs: -Int64(random.pick([0, 1, 1_000]))), id: "beacon-\(number)")
      beacon = event.messageID
      events.append(event)
    }
    events += copies
    events.shuffle(using: &random)
    var endpoint = CollectEndpoint.segmentBatch(isImport: random.chance(5))
    if events.count == 1, random.chance(50) { endpoint = .segmentCall(events[0].kind) }
    batches.append(
      SentBatch(
        number: number, events: events, departure: departure, endpoint: endpoint,
        beacon: beacon ?? "", hasJunk: random.chance(8)))
  }
}
