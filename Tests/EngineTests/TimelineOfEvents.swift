import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingTestSupport
import StarlingTimeline

extension Timeline {
  /// The timeline of events given as values; of events with one message id the first counts.
  init(_ events: [Event], _ settings: WorkspaceSettings) throws {
    var builder = TimelineBuilder(sessionGapMs: settings.sessionGapMs)
    var batch = EventBatch()
    var seen: Set<String> = []
    let events = events.filter { $0.messageID.isEmpty || seen.insert($0.messageID).inserted }
    for event in events { batch.append(event) }
    builder.append(batch, firstSequence: 0)
    let count = builder.prepare()
    let tiles = (0..<count).map { tile in
      builder.take(tile).seal { sequences in
        sequences.map { Array(events[Int($0)].messageID.utf8) }
      }
    }
    self = builder.finish(tiles)
  }
}

/// A workspace over some events, ready for questions.
struct World {
  let engine: Engine
  let binding: Binding

  init(
    _ workspace: Workspace, _ events: [Event], lists: [String: Set<String>] = [:],
    namesMax: Int = 24
  ) throws {
    try self.init(
      workspace, try Timeline(events, workspace.settings), lists: lists, namesMax: namesMax)
  }

  init(
    _ workspace: Workspace, _ timeline: Timeline, lists: [String: Set<String>] = [:],
    namesMax: Int = 24
  ) throws {
    engine = Engine(timeline, workers: Workers(2))
    binding = Binding(
      try Plan(workspace), timeline, lists: lists.mapValues { Array($0) }, namesMax: namesMax)
  }

  func members(at: Stamp) throws -> [String: [String]] {
    let memberships = try engine.evaluate(binding, at: at)
    return Dictionary(
      uniqueKeysWithValues: zip(
        memberships.names, memberships.sets.map { engine.timeline.names(of: $0) }))
  }

  func changes(until: Stamp) throws -> [ReferenceChange] {
    try engine.replay(binding, until: until).map { change in
      ReferenceChange(
        at: Stamp(milliseconds: change.at),
        segment: binding.plan.segments[change.segment].name,
        person: engine.timeline.name(ofPerson: Int(change.person)),
        change: change.isEntry ? .enter : .exit)
    }
  }
}
