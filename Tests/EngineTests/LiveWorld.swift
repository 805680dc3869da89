import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingTestSupport
import StarlingTimeline

/// A live core and what a server keeps beside it: message ids, and the changes so far.
struct LiveWorld: ~Copyable {
  private final class Log: @unchecked Sendable {
    // Sendable because one test uses it at a time.
    var ids: [[UInt8]] = []
    var seen: Set<String> = []
  }

  private(set) var core: LiveCore
  private let log = Log()
  private var lists: [String: Set<String>]
  private var nextLists: [String: Set<String>] = [:]
  private var found: [LiveChange] = []
  /// What somebody knows who has only heard of the changes.
  private var follower = ChangeFollower()
  private var followed = 0
  /// What is being sealed.
  private var sealing: TileSealing?
  private var now = Stamp(milliseconds: .min)
  /// Where in `found` the changes of the definitions in force begin.
  private var latest = 0

  init(_ workspace: Workspace, lists: [String: Set<String>] = [:]) throws {
    self.lists = lists
    let log = log
    let empty = TimelineBuilder(
      sessionGapMs: workspace.settings.sessionGapMs, keepsSequences: true
    ).finish([])
    core = LiveCore(empty, try Plan(workspace), lists: lists) { sequences in
      sequences.map { log.ids[Int($0)] }
    }
  }

  mutating func apply(_ events: [Event], now: Stamp) {
    var batch = EventBatch()
    var known: [Int] = []
    let firstSequence = log.ids.count
    for (row, event) in events.enumerated() {
      batch.append(event)
      if !event.messageID.isEmpty && !log.seen.insert(event.messageID).inserted {
        known.append(row)
      } else {
        log.ids.append(Array(event.messageID.utf8))
      }
    }
    self.now = max(self.now, now)
    let accepted = AcceptedBatch(
      events: batch, sentStamps: batch.stamps, receivedAt: now, source: 0, known: known)
    core.apply(
      [accepted], firstSequence: UInt32(firstSequence), now: now.milliseconds, into: &found)
    follow()
  }

  mutating func advance(to now: Stamp) {
    core.advance(to: now.milliseconds, into: &found)
    follow()
  }

  /// Answers what is due at the instant of the last events too.
  mutating func settle() { advance(to: now) }

  /// Seals everything, or begins to seal something, or ends that.
  mutating func seal(using random: inout SeededGenerator) {
    if let begun = sealing {
      core.install(begun.tile(), of: begun)
      sealing = nil
    } else if random.chance(50) {
      sealing = core.sealing(share: 0)
    } else {
      core.seal()
    }
  }

  private mutating func follow() {
    for change in found[followed...] {
      follower.note(
        core.plan.segments[change.segment].name, core.timeline.identifiers.string(change.name),
        isEntry: change.isEntry, at: change.at)
    }
    followed = found.count
  }

  // MARK: Definitions

  mutating func beginBackfill(
    _ workspace: Workspace, lists: [String: Set<String>]
  ) throws -> BackfillWork {
    let change = DefinitionChange(
      from: core.plan, self.lists, to: try Plan(workspace), lists)
    nextLists = lists
    return core.beginBackfill(change)
  }

  mutating func abandonBackfill() { core.abandonBackfill() }

  mutating func take(_ answers: BackfillAnswers) { core.take(answers) }

  /// Writes answers and asks people, so many in all.
  mutating func continueBackfill(steps: Int) -> BackfillProgress {
    var rest = steps
    return core.continueBackfill {
      rest -= 1
      return rest >= 0
    }
  }

  /// - Returns: Whether the definitions are in force.
  mutating func finishBackfill() -> Bool {
    let now = Stamp(milliseconds: core.clock)
    guard let changes = core.finishBackfill(recordedAt: now) else { return false }
    lists = nextLists
    latest = found.count
    for change in changes {
      follower.note(
        change.segment, change.person, isEntry: change.isEntry, at: change.at.milliseconds)
    }
    return true
  }

  /// The members of each segment as a core finds them that has never been asked before.
  func begunAnew(
    _ workspace: Workspace, lists: [String: Set<String>]
  ) throws -> [String: [String]] {
    let log = log
    var anew = LiveCore(core.timeline, try Plan(workspace), lists: lists) { sequences in
      sequences.map { log.ids[Int($0)] }
    }
    anew.begin(at: core.clock)
    return Dictionary(
      uniqueKeysWithValues: anew.plan.segments.indices.map {
        (anew.plan.segments[$0].name, anew.timeline.names(of: anew.members[$0]))
      })
  }

  /// Members whose instant of entry is another one than the one that was told.
  var wrongSince: [String] {
    var wrong: [String] = []
    for (segment, definition) in core.plan.segments.enumerated() {
      for person in core.members[segment].people {
        let name = core.timeline.name(ofPerson: person)
        let told = follower.since(definition.name, name)
        let known = core.since(person, segment)?.milliseconds
        if told != known {
          wrong.append(
            "\(name) in \(definition.name) since \(known ?? .min), told \(told ?? .min)")
        }
      }
    }
    return wrong
  }

  /// The changes since the definitions are in force.
  var latestChanges: [ReferenceChange] { changes(from: latest) }

  /// The changes in the order of replay, those aside that an event of the same instant took back.
  var changes: [ReferenceChange] { changes(from: 0) }

  private func changes(from start: Int) -> [ReferenceChange] {
    var changes: [ReferenceChange] = []
    for change in found[start...] {
      let reference = ReferenceChange(
        at: Stamp(milliseconds: change.at), segment: core.plan.segments[change.segment].name,
        person: core.timeline.identifiers.string(change.name),
        change: change.isEntry ? .enter : .exit)
      if let opposite = changes.lastIndex(where: {
        $0.at == reference.at && $0.segment == reference.segment && $0.person == reference.person
      }) {
        changes.remove(at: opposite)
      } else {
        changes.append(reference)
      }
    }
    let order = core.plan.segments.map(\.name)
    return changes.sorted { left, right in
      if left.at != right.at { return left.at < right.at }
      if left.segment != right.segment {
        return order.firstIndex(of: left.segment) ?? 0 < order.firstIndex(of: right.segment) ?? 0
      }
      return left.person.utf8.lexicographicallyPrecedes(right.person.utf8)
    }
  }

  /// The members of each segment.
  var members: [String: [String]] {
    Dictionary(
      uniqueKeysWithValues: core.plan.segments.indices.map {
        (core.plan.segments[$0].name, core.timeline.names(of: core.members[$0]))
      })
  }

  /// Where the members differ from what somebody knows who has only heard of the changes, and
  /// changes that made no difference to that; empty when all is right.
  var surprises: [String] {
    follower.surprises + follower.differences(to: members)
  }
}
