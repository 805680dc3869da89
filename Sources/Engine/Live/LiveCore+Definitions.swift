import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Puts other definitions into force: answers all of them over all history, and says what is
  /// different from before. Segments whose answers stay keep since when they hold.
  ///
  /// - Returns: The changes, recorded at `now`.
  mutating func replace(
    _ newPlan: Plan, lists: [String: Set<String>], recordedAt now: Stamp
  ) -> [MembershipChange] {
    var next = LiveCore(timeline, newPlan, lists: lists, messageIDs: messageIDs)
    if clock > Int64.min {
      next.begin(at: clock)
      next.awaitFutures()
    }
    var found: [MembershipChange] = []
    func note(_ person: Int, _ segment: String, isEntry: Bool) {
      found.append(
        MembershipChange(
          position: 0, at: Stamp(milliseconds: clock), recordedAt: now, segment: segment,
          person: timeline.name(ofPerson: person), isEntry: isEntry, cause: .definition))
    }
    for (segment, old) in plan.segments.enumerated() {
      let place = newPlan.segments.firstIndex { $0.name == old.name }
      for person in members[segment].people {
        guard let place, next.members[place].contains(person) else {
          note(person, old.name, isEntry: false)
          continue
        }
        guard let before = states.known(person) else { continue }
        next.states.view(of: person)[place].since = before[segment].since
      }
    }
    for (segment, new) in newPlan.segments.enumerated() {
      let place = plan.segments.firstIndex { $0.name == new.name }
      for person in next.members[segment].people {
        if let place, members[place].contains(person) { continue }
        next.states.view(of: person)[segment].since = clock
        note(person, new.name, isEntry: true)
      }
    }
    self = next
    return found
  }
}
