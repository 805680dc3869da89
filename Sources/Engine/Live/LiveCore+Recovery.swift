import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Has events that are not visible yet be seen when their time comes; after `begin`.
  ///
  /// - Complexity: O(people), and O(events) of those who have such events.
  mutating func awaitFutures() {
    guard let latest = timeline.latest, latest.milliseconds > clock else { return }
    for person in 0..<timeline.places {
      let times = timeline.times(ofPerson: person, after: clock)
      guard let first = times.first else { continue }
      futures[person] = times
      schedule(person, states.view(of: person), first)
    }
  }

  /// Compares who is in which segment with what was announced, and learns since when.
  ///
  /// - Parameters:
  ///   - announced: By segment, then by person: since when.
  ///   - cause: What the differences are to be called.
  /// - Returns: What must be announced so that both are the same.
  mutating func reconcile(
    _ announced: [String: [String: Stamp]], at now: Int64, _ cause: ChangeCause
  ) -> [LiveChange] {
    var found: [LiveChange] = []
    for segment in plan.segments.indices {
      var rest = announced[plan.segments[segment].name] ?? [:]
      for person in members[segment].people {
        let state = states.view(of: person)
        if let since = rest.removeValue(forKey: timeline.name(ofPerson: person)) {
          state[segment].since = since.milliseconds
        } else {
          state[segment].since = now
          found.append(
            LiveChange(at: now, person: person, segment: segment, isEntry: true, cause: cause))
        }
      }
      for name in rest.keys.sorted() {
        guard let person = timeline.person(named: name), timeline.name(ofPerson: person) == name
        else { continue }
        found.append(
          LiveChange(at: now, person: person, segment: segment, isEntry: false, cause: cause))
      }
    }
    return found
  }
}
