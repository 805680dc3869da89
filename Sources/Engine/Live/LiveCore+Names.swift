import StarlingColumns
import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Changes with the names of their segments and people, to be recorded.
  func named(_ changes: [LiveChange], recordedAt now: Stamp) -> [MembershipChange] {
    changes.map { change in
      MembershipChange(
        position: 0, at: Stamp(milliseconds: change.at), recordedAt: now,
        segment: plan.segments[change.segment].name,
        person: timeline.identifiers.string(change.name), isEntry: change.isEntry,
        cause: change.cause)
    }
  }
}
