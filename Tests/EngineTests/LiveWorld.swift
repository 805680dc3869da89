import StarlingColumns
import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
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
  private var found: [LiveChange] = []
  /// What somebody knows who has only heard of the changes.
  private var follower = ChangeFollower()
  private var followed = 0

  init(_ workspace: Workspace, lists: [String: Set<String>] = [:]) throws {
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
    let accepted = AcceptedBatch(
      events: batch, sentStamps: batch.stamps, receivedAt: now, source: 0, known: known)
    core.apply(
      accepted, firstSequence: UInt32(firstSequence), now: now.milliseconds, into: &found)
    follow()
  }

  mutating func advance(to now: Stamp) {
    core.advance(to: now.milliseconds, into: &found)
    follow()
  }

  mutating func seal() { core.seal() }

  private mutating func follow() {
    for change in found[followed...] {
      follower.note(
        core.plan.segments[change.segment].name, core.timeline.identifiers.string(change.name),
        isEntry: change.isEntry)
    }
    followed = found.count
  }

  /// The changes in the order of replay, those aside that an event of the same instant took back.
  var changes: [ReferenceChange] {
    var changes: [ReferenceChange] = []
    for change in found {
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
