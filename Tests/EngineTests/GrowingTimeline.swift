import StarlingColumns
import StarlingModel
import StarlingTestSupport
import StarlingTimeline

/// A timeline that events are appended to, and all that it takes to build the same at once.
struct GrowingTimeline {
  private(set) var timeline: Timeline
  private(set) var events: [Event] = []
  /// Arrival numbers whose message ids were asked for.
  private(set) var questions: [UInt32] = []
  /// What is being sealed.
  private var sealing: TileSealing?
  private var batches: [EventBatch] = []
  private let settings: WorkspaceSettings

  /// A timeline of events that were there from the start.
  init(_ first: [Event] = [], _ settings: WorkspaceSettings = WorkspaceSettings()) throws {
    self.settings = settings
    timeline = TimelineBuilder(
      sessionGapMs: settings.sessionGapMs, keepsSequences: true
    ).finish([])
    if first.isEmpty { return }
    batches = [EventBatch(first)]
    events = first
    timeline = try builtAtOnce()
  }

  @discardableResult
  mutating func append(_ more: [Event]) throws -> AppendOutcome {
    let batch = EventBatch(more)
    let before = events
    var asked: [UInt32] = []
    let outcome = timeline.append(batch, firstSequence: UInt32(events.count)) { sequences in
      asked += sequences
      return sequences.map { Array(before[Int($0)].messageID.utf8) }
    }
    questions += asked
    batches.append(batch)
    events += more
    return outcome
  }

  mutating func seal() { timeline.seal() }

  /// Seals everything, or begins to seal something, or ends that.
  mutating func seal(using random: inout SeededGenerator) {
    if let begun = sealing {
      timeline.install(begun.tile(), of: begun)
      sealing = nil
    } else if random.chance(50) {
      sealing = timeline.unsealed.first.map { timeline.sealing($0) }
    } else {
      timeline.seal()
    }
  }

  /// The timeline that a builder makes of the same batches.
  func builtAtOnce() throws -> Timeline {
    var builder = TimelineBuilder(
      sessionGapMs: settings.sessionGapMs, keepsSequences: true)
    for batch in batches { builder.append(batch, firstSequence: UInt32(builder.count)) }
    let tiles = (0..<builder.prepare()).map { tile in
      builder.take(tile).seal { sequences in
        sequences.map { Array(events[Int($0)].messageID.utf8) }
      }
    }
    return builder.finish(tiles)
  }
}

extension EventBatch {
  fileprivate init(_ events: [Event]) {
    self.init()
    for event in events { append(event) }
  }
}

extension Timeline {
  /// Everything that two equal timelines have in common, as text, a line for each part.
  var contents: [String] {
    let people = (0..<places).map { "\(personOfIdentifier[$0]) \(nameOfPerson[$0])" }
    let range =
      "\(eventCount) events, \(String(describing: earliest))...\(String(describing: latest))"
    return people + [range, "\(peopleCount) people"] + tiles.flatMap(\.contents)
  }
}

extension Tile {
  fileprivate var contents: [String] {
    [
      "\(people) \(firstSeen)",
      "all \(all.contents) \((0..<allNames.count).map { allNames[$0] }) \(allPages)",
      "traits \(traits.contents)",
      "sessions \(sessions.starts) \(sessions.lasts) \(sessions.times) \(sessions.firstRows)",
    ] + names.indices.map { "\(names[$0]) \(postings[$0].contents)" }
  }
}

extension Posting {
  fileprivate var contents: String {
    "\(members) \(starts) \(lasts) \(times) \(columns.map { "\($0.path) \($0.codes)" })"
  }
}
