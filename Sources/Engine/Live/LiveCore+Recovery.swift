import StarlingColumns
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
  ///   - cause: What the differences are to be called; those of segments that are not defined any
  ///     more are `definition`.
  ///   - recordedAt: When they are found.
  /// - Returns: What must be announced so that both are the same.
  mutating func reconcile(
    _ announced: AnnouncedMembers, at now: Int64, _ cause: ChangeCause, recordedAt: Stamp
  ) -> [MembershipChange] {
    var found: [MembershipChange] = []
    func note(_ person: String, _ segment: String, isEntry: Bool, _ cause: ChangeCause) {
      found.append(
        MembershipChange(
          position: 0, at: Stamp(milliseconds: now), recordedAt: recordedAt, segment: segment,
          person: person, isEntry: isEntry, cause: cause))
    }
    // By code of a name: since when; `.max` for those who are not announced.
    var rest = [Int64](repeating: .max, count: timeline.identifiers.count)
    for (segment, definition) in plan.segments.enumerated() {
      announced.visit(definition.name) { code, since in rest[Int(code)] = since }
      var entered: [UInt32] = []
      for person in members[segment].people {
        let name = timeline.nameOfPerson[person]
        let since = rest[Int(name)]
        if since == .max { entered.append(name) }
        states.view(of: person)[segment].since = since == .max ? now : since
        rest[Int(name)] = .max
      }
      var gone = announced.strangers(in: definition.name)
      announced.visit(definition.name) { code, _ in
        if rest[Int(code)] == .max { return }
        rest[Int(code)] = .max
        gone.append(timeline.identifiers.string(code))
      }
      // Who goes first: a name that left is not there twice.
      for name in gone.sorted() { note(name, definition.name, isEntry: false, cause) }
      for name in entered {
        note(timeline.identifiers.string(name), definition.name, isEntry: true, cause)
      }
    }
    let defined = Set(plan.segments.map(\.name))
    for segment in announced.segments where !defined.contains(segment) {
      var gone = announced.strangers(in: segment)
      announced.visit(segment) { code, _ in gone.append(timeline.identifiers.string(code)) }
      for name in gone.sorted() { note(name, segment, isEntry: false, .definition) }
    }
    return found
  }
}
