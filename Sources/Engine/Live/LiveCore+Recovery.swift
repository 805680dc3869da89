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
  /// Whoever was announced under a name that is nobody's any more leaves under that name: the name
  /// is of somebody who is called otherwise now, or of whom nothing can be read.
  ///
  /// - Parameters:
  ///   - announced: By segment, then by person: since when.
  ///   - cause: What the differences are to be called; those of segments that are not defined any
  ///     more are `definition`.
  ///   - recordedAt: When they are found.
  /// - Returns: What must be announced so that both are the same.
  mutating func reconcile(
    _ announced: [String: [String: Stamp]], at now: Int64, _ cause: ChangeCause, recordedAt: Stamp
  ) -> [MembershipChange] {
    var found: [MembershipChange] = []
    func note(_ person: String, _ segment: String, isEntry: Bool, _ cause: ChangeCause) {
      found.append(
        MembershipChange(
          position: 0, at: Stamp(milliseconds: now), recordedAt: recordedAt, segment: segment,
          person: person, isEntry: isEntry, cause: cause))
    }
    var rest = announced
    for (segment, definition) in plan.segments.enumerated() {
      var known = rest.removeValue(forKey: definition.name) ?? [:]
      var entered: [String] = []
      for person in members[segment].people {
        let state = states.view(of: person)
        let name = timeline.name(ofPerson: person)
        if let since = known.removeValue(forKey: name) {
          state[segment].since = since.milliseconds
        } else {
          state[segment].since = now
          entered.append(name)
        }
      }
      // Who goes first: a name that left is not there twice.
      for name in known.keys.sorted() { note(name, definition.name, isEntry: false, cause) }
      for name in entered { note(name, definition.name, isEntry: true, cause) }
    }
    for segment in rest.keys.sorted() {
      for name in (rest[segment] ?? [:]).keys.sorted() {
        note(name, segment, isEntry: false, .definition)
      }
    }
    return found
  }
}
