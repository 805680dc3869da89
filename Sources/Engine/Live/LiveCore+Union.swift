import StarlingModel
import StarlingSegment
import StarlingTimeline

// When people turn out to be one, or somebody gets another name:
//
// 1. What each of them was announced to be in, and under which name, is put aside.
// 2. The one who stays is answered anew, of all that happened to any of them.
// 3. For each segment the names under which it was announced leave, except the one that is the name
//    now if the person is still in; and that name enters if it was not announced.
//
// So whoever follows the changes by name always has the members by name, and hears of nothing that
// did not change.

extension LiveCore {
  /// What was announced of somebody who is another one now, or called otherwise.
  private struct Announced {
    var segment: Int
    var name: UInt32
    var since: Int64
  }

  /// Makes people one, and says what is different by name.
  ///
  /// All is said for the instant of the event that told it, or for the latest one for which
  /// somebody of them was answered, if that is later.
  mutating func unite(
    _ union: AppendOutcome.Union, now: Int64, _ batch: BatchVisit, _ changes: inout [LiveChange]
  ) {
    let person = union.person
    flips.remove(person)
    let state = states.view(of: person)
    var announced: [Announced] = []
    var instant = Int64.min
    noteTouched(person)
    for before in union.before {
      noteTouched(before.number)
      if before.number != person, let times = futures.removeValue(forKey: before.number) {
        for time in times { wait(person, for: time) }
      }
      guard let known = states.known(before.number) else { continue }
      instant = max(instant, known.head.evaluated)
      for segment in 0..<known.segments where known[segment].isMember {
        announced.append(
          Announced(segment: segment, name: before.name, since: known[segment].since))
      }
      if before.number != person { leave(before.number, known) }
    }
    if instant == .min { return }
    instant = max(instant, min(now, union.time))
    // By number; said by name below.
    var differences: [LiveChange] = []
    begin(person, state, at: instant, batch.mergeCause, &differences)
    say(announced, person, state, at: instant, batch.mergeCause, &changes)
    schedule(
      person, state, catchUp(person, state, through: clock, batch.timeCause, &changes))
  }

  /// Says by name what a person is in, after what was announced.
  private func say(
    _ announced: [Announced], _ person: Int, _ state: PersonState, at instant: Int64,
    _ cause: ChangeCause, _ changes: inout [LiveChange]
  ) {
    let name = timeline.nameOfPerson[person]
    for segment in 0..<state.segments {
      func change(_ name: UInt32, isEntry: Bool) -> LiveChange {
        LiveChange(
          at: instant, person: person, name: name, segment: segment, isEntry: isEntry, cause: cause)
      }
      var slot = state[segment]
      slot.since = instant
      var isSaid = false
      for old in announced where old.segment == segment {
        if slot.isMember && old.name == name {
          slot.since = old.since
          isSaid = true
        } else {
          changes.append(change(old.name, isEntry: false))
        }
      }
      if slot.isMember {
        if !isSaid { changes.append(change(name, isEntry: true)) }
        state[segment] = slot
      }
    }
  }

  /// Takes somebody away who is another one now.
  private mutating func leave(_ person: Int, _ state: PersonState) {
    peopleCount -= 1
    for segment in 0..<state.segments {
      if state[segment].isMember {
        members[segment].set(person, false)
        counts[segment] -= 1
      }
      state[segment] = .blank
    }
    state.head = PersonStates.Head(evaluated: .min, scheduled: state.head.scheduled, end: .max)
    forgetRanked(person)
  }
}
