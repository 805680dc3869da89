import StarlingCollect
import StarlingLanguage
import StarlingModel
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
  /// How far things lie apart.
  let scale: WorldScale
  /// Before anything happens.
  let start: Stamp
  /// When the last event has happened and the last batch was sent.
  private(set) var end: Stamp

  /// The world of a generator's state.
  init(steps: Int, using random: inout SeededGenerator) {
    scale = random.pick(WorldScale.allCases)
    start = scale.start.advanced(byMs: -10 * scale.lengthsMs[0])
    end = scale.start
    let events = Self.events(steps, scale, using: &random)
    let definitions = LivelyDefinitions(scale)
    for _ in 0..<3 { workspaces.append(definitions.workspace(about: events, using: &random)) }
    pack(events, using: &random)
    end = max(events.last?.stamp ?? end, batches.last?.departure ?? end)
  }

  /// What people do, with events that tell that people are one or give them other names.
  private static func events(
    _ steps: Int, _ scale: WorldScale, using random: inout SeededGenerator
  ) -> [Event] {
    var timelines = TimelineGenerator()
    timelines.lengthsMs = scale.lengthsMs
    timelines.start = scale.start
    timelines.people = random.chance(20) ? 1...2 : 2...6
    let share = max(1, steps / (timelines.people.upperBound + 1))
    timelines.eventsPerPerson = share...(2 * share)
    var events: [Event] = []
    while events.count < steps { events += timelines.events(using: &random) }
    events = Array(events.shuffled(using: &random).prefix(steps))
    for _ in 0..<random.number(0...5) {
      let stamp = random.pick(events).stamp.advanced(byMs: Int64(random.number(-1...1)))
      let (person, other) = (random.pick(names), random.pick(names))
      events.append(
        random.chance(60)
          ? .identify(person, at: stamp, anonymous: other)
          : .alias(person, previous: other, at: stamp))
    }
    for index in events.indices {
      // Of different lengths, not in the order of time, and each once.
      events[index].messageID = "m\((index &* 7_919 &+ 13) % 10_007)"
    }
    return events.sorted { $0.stamp < $1.stamp }
  }

  /// Names that turn out to be one person's.
  private static let names = ["u0", "u1", "u2", "u3", "a0", "a1", "old", "Z", "zz"]

  /// Has devices send the events: most at once, some late, some with a clock that runs ahead.
  private mutating func pack(_ events: [Event], using random: inout SeededGenerator) {
    var rest = events[...]
    // Events that a second batch may hold too: none by which a batch is known.
    var copyable: [Event] = []
    while !rest.isEmpty {
      let taken = Array(rest.prefix(random.chance(50) ? 1 : random.number(2...5)))
      rest = rest.dropFirst(taken.count)
      let last = taken.map(\.stamp).max() ?? start
      let departure = last.advanced(byMs: scale.delayMs(using: &random))
      let copies = !copyable.isEmpty && random.chance(10) ? [random.pick(copyable)] : []
      add(taken, copies: copies, departure: max(start, departure), using: &random)
      copyable += taken.filter { $0.messageID != batches.last?.beacon }
    }
    batches.sort { $0.departure < $1.departure }
    for index in batches.indices { batches[index].number = index }
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
