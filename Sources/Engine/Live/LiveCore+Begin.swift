import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Answers all segments for everybody who is known at an instant, as if nobody had asked before:
  /// no changes come of it.
  ///
  /// Before that nothing was applied: the timeline is the one that the core was made with.
  ///
  /// - Parameter now: Unit: ms since 1970 UTC.
  /// - Complexity: O(people × segments).
  package mutating func begin(at now: Int64) {
    clock = now
    if plan.percentileCount > 0, let first = timeline.earliest, first.milliseconds <= now {
      let latest = plan.nextThresholds(after: now) - plan.thresholdsEveryMs
      let renewed = max(first.milliseconds, latest)
      evaluator.thresholds = thresholds(at: renewed)
      nextThresholds = plan.nextThresholds(after: now)
    }
    lendVocabulary()
    for (index, tile) in timeline.tiles.enumerated() {
      let firstPerson = index * Tile.capacity
      evaluator.move(to: tile, firstPerson: firstPerson)
      for row in 0..<tile.people where tile.firstSeen[row] <= now {
        if !timeline.isOpen(firstPerson + row) { begin(firstPerson + row, row: row, at: now) }
      }
    }
    for person in timeline.openPeople {
      let tile = timeline.gathered(person)
      if tile.firstSeen[0] > now { continue }
      evaluator.move(to: tile, firstPerson: person)
      begin(person, row: 0, at: now)
    }
    returnVocabulary()
  }

  /// Answers all segments for a person of the tile that the evaluator stands on.
  private mutating func begin(_ person: Int, row: Int, at now: Int64) {
    let state = states.view(of: person)
    var earliest = Int64.max
    for segment in 0..<state.segments {
      let (slot, isMember) = slot(segment, row: row, at: now, .blank)
      state[segment] = slot
      state[segment].since = .min
      earliest = min(earliest, slot.until)
      if isMember {
        members[segment].set(person, true)
        counts[segment] += 1
      }
    }
    state.head = PersonStates.Head(evaluated: now, scheduled: .max)
    schedule(person, state, earliest)
  }
}
