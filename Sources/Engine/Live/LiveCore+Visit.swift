import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Answers what new events of a person change.
  mutating func visit(
    _ run: BatchVisit.Run, _ batch: BatchVisit, now: Int64, _ changes: inout [LiveChange]
  ) {
    let person = run.person
    flips.remove(person)
    let state = states.view(of: person)
    var index = run.entries.lowerBound
    var cause = batch.cause
    while index < run.entries.upperBound {
      let time = batch.entries[index].time
      var end = index + 1
      while end < run.entries.upperBound && batch.entries[end].time == time { end += 1 }
      let group = index..<end
      index = end
      for entry in group { forgetRanked(person, batch.entries[entry]) }
      if time > now {
        wait(person, for: time)
      } else if state.head.evaluated == .min {
        begin(person, state, at: time, batch.cause, &changes)
      } else if time <= state.head.evaluated {
        // At the very instant of the last answers too: those are about all of its events.
        for entry in group { noteLate(entry, batch, state) }
        if time < state.head.evaluated { cause = batch.lateCause }
        // All of them are answered at once, for that instant.
        if end < run.entries.upperBound, batch.entries[end].time <= state.head.evaluated {
          continue
        }
        answerDue(person, state, at: state.head.evaluated, cause, &changes)
      } else {
        let next = catchUp(person, state, through: time - 1, batch.timeCause, &changes)
        for entry in group { noteDue(entry, batch, state) }
        if next <= time || futures[person]?.first == time {
          // What is due at the very instant of the events is answered with them.
          noteEnds(person, state, at: time)
        }
        answerDue(person, state, at: time, batch.cause, &changes)
      }
    }
    schedule(person, state, catchUp(person, state, through: clock, batch.timeCause, &changes))
    if !ranked.isEmpty { renewRanked(person, state) }
  }

  /// Answers all that is due of a person up to an instant, each at the instant it was due.
  ///
  /// - Returns: When the person is due next; `.max` = never.
  mutating func catchUp(
    _ person: Int, _ state: PersonState, through end: Int64, _ cause: ChangeCause,
    _ changes: inout [LiveChange]
  ) -> Int64 {
    while true {
      var next = state.head.evaluated == .min ? .max : state.head.end
      if next <= end {
        state.head.end = state.earliestEnd
        next = state.head.end
      }
      if !futures.isEmpty, let first = futures[person]?.first { next = min(next, first) }
      if next > end { return next }
      if state.head.evaluated == .min {
        takeFutures(person, through: next)
        begin(person, state, at: next, .event, &changes)
      } else {
        noteEnds(person, state, at: next)
        answerDue(person, state, at: next, cause, &changes)
      }
    }
  }

  /// Puts the person into the queue unless it stands there for an earlier instant.
  mutating func schedule(_ person: Int, _ state: PersonState, _ next: Int64) {
    if next >= state.head.scheduled { return }
    state.head.scheduled = next
    deadlines.insert(person, due: next)
  }

  // MARK: What must be asked again

  /// Notes the segments whose answers an event may change that is later than all others.
  private mutating func noteDue(_ index: Int, _ batch: BatchVisit, _ state: PersonState) {
    let entry = batch.entries[index]
    // Held here: asked through the core it would be copied at each question.
    let sight = sight
    for segment in sight.segments(name: entry.name, entry.traits) {
      noteDue(segment, index, entry, batch, state, sight)
    }
  }

  private mutating func noteDue(
    _ segment: Int, _ index: Int, _ entry: BatchVisit.Entry, _ batch: BatchVisit,
    _ state: PersonState, _ sight: EventSight
  ) {
    let wait = state.wait(segment)
    if wait.patience == Watch.forever { return }
    if !sight.sees(wait.watched, name: entry.name, entry.traits) { return }
    if let start = sight.start(wait.watched, patience: wait.patience) {
      if entry.time >= start && !due.contains(segment) { due.append(segment) }
      return
    }
    let isValued = sight.waitsForValue(wait.watched)
    if isValued, !evaluator.hasValue(of: wait.watched, wait.patience, { batch.code(index, $0) }) {
      return
    }
    let cost = sight.cost(wait.watched, isTrue: wait.isWatchedTrue) { batch.number(index, $0) }
    if cost == 0 { return }
    let isFiltered = sight.isFiltered(wait.watched, name: entry.name) { track in
      evaluator.passes(track) { batch.code(index, $0) }
    }
    if isFiltered { return }
    if wait.patience > cost && !isValued {
      state.setPatience(segment, wait.patience - cost)
    } else if !due.contains(segment) {
      due.append(segment)
    }
  }

  /// Notes the segments whose answers an event may change that comes late, or at the instant of the
  /// last answers.
  private mutating func noteLate(_ index: Int, _ batch: BatchVisit, _ state: PersonState) {
    let entry = batch.entries[index]
    let sight = sight
    for segment in sight.segments(name: entry.name, entry.traits)
    where !ended.contains(segment) {
      let wait = state.wait(segment)
      switch wait.isAlone
        ? sight.lateness(wait.watched, isTrue: wait.isWatchedTrue) : .unknown
      {
      case .unknown: ended.append(segment)
      case .asked:
        if sight.sees(wait.watched, name: entry.name, entry.traits) && !due.contains(segment) {
          due.append(segment)
        }
      case .counted: noteDue(segment, index, entry, batch, state, sight)
      }
    }
  }

  /// Notes the segments whose answers end, or all when events become visible.
  private mutating func noteEnds(_ person: Int, _ state: PersonState, at now: Int64) {
    if !futures.isEmpty, takeFutures(person, through: now) {
      ended.append(contentsOf: 0..<state.segments)
      return
    }
    for segment in 0..<state.segments where state.until(segment) <= now { ended.append(segment) }
  }

  // MARK: Events that are not visible yet

  mutating func wait(_ person: Int, for time: Int64) {
    var times = futures[person] ?? []
    times.insert(time, at: times.firstIndex { $0 > time } ?? times.count)
    futures[person] = times
  }

  /// - Returns: Whether events became visible.
  @discardableResult
  private mutating func takeFutures(_ person: Int, through now: Int64) -> Bool {
    guard var times = futures[person], let first = times.first, first <= now else { return false }
    times.removeAll { $0 <= now }
    futures[person] = times.isEmpty ? nil : times
    return true
  }

  // MARK: Answers

  /// Answers all segments for somebody who is first seen.
  mutating func begin(
    _ person: Int, _ state: PersonState, at now: Int64, _ cause: ChangeCause,
    _ changes: inout [LiveChange]
  ) {
    forgetRanked(person)
    ended.append(contentsOf: 0..<state.segments)
    answerDue(person, state, at: now, cause, &changes)
  }

  /// Answers the segments that were noted.
  ///
  /// Of those that events may change mostly the part that the segment waited for is the same as
  /// before; then so is the segment, and nothing else of the person was read. Else, and where the
  /// answer has ended, the whole segment is asked.
  mutating func answerDue(
    _ person: Int, _ state: PersonState, at now: Int64, _ cause: ChangeCause,
    _ changes: inout [LiveChange]
  ) {
    if state.head.evaluated == .min { peopleCount += 1 }
    state.head.evaluated = now
    if !due.isEmpty { confirmDue(person, state, at: now) }
    if ended.isEmpty { return }
    asking.removeAll(keepingCapacity: true)
    for segment in ended { asking.append(plan.segments[segment].root) }
    prepare(person)
    for segment in ended { answer(segment, person, state, at: now, cause, &changes) }
    ended.removeAll(keepingCapacity: true)
  }

  /// Asks the parts that `due` segments wait for, and has those answered that need it.
  private mutating func confirmDue(_ person: Int, _ state: PersonState, at now: Int64) {
    asking.removeAll(keepingCapacity: true)
    for segment in due { asking.append(sight.node(ofPart: state.wait(segment).watched)) }
    stand(person)
    asking.removeAll(keepingCapacity: true)
    for index in due.indices where !ended.contains(due[index]) {
      let wait = state.wait(due[index])
      let node = sight.node(ofPart: wait.watched)
      // Then all stays as it is.
      if !wait.isWatchedTrue && evaluator.lacksRows(node, row, now) { continue }
      asking.append(node)
      confirming.append(due[index])
    }
    due.removeAll(keepingCapacity: true)
    if confirming.isEmpty { return }
    readAsked()
    evaluator.require(reading.tracks)
    for segment in confirming where !confirm(segment, state, at: now) { ended.append(segment) }
    confirming.removeAll(keepingCapacity: true)
  }

  /// Turns the evaluator to a person, with what the nodes of `asking` read.
  ///
  /// Somebody who got events lately will get more: all that the plan reads of them is kept. Others
  /// are asked because time passes: they are looked at where they are sealed.
  mutating func prepare(_ person: Int) {
    stand(person)
    evaluator.require(reading.tracks)
  }

  /// The same for somebody who is asked this once: only what the nodes read is gathered, unless
  /// all is there already.
  mutating func prepareOnce(_ person: Int) {
    if personTiles.has(person) || !timeline.isOpen(person) { return prepare(person) }
    readAsked()
    row = 0
    laid.leave(&evaluator)
    evaluator.stand(
      onPerson: person, of: timeline, reading.projection(needs), paths: needs.paths)
    evaluator.require(reading.tracks)
  }

  /// Finds what the nodes of `asking` read.
  private mutating func readAsked() {
    reading.begin()
    for node in asking { reading.add(node, needs) }
  }

  /// Turns the evaluator to a person of whom the nodes of `asking` can be asked once their tracks
  /// are laid out.
  private mutating func stand(_ person: Int) {
    readAsked()
    row = 0
    if timeline.isOpen(person) {
      let (tile, isUnchanged) = personTiles.tile(
        of: person, timeline, needs.whole, paths: needs.paths)
      if evaluator.canStand(on: tile) {
        laid.stand(on: tile, of: person, isUnchanged: isUnchanged, &evaluator)
      } else {
        laid.leave(&evaluator)
        evaluator.stand(on: timeline.gathered(person), firstPerson: person)
      }
    } else if let sealed = timeline.sealedPlace(ofPerson: person),
      evaluator.readsInPlace(reading.tracks, sealed.tile)
    {
      row = sealed.row
      laid.stand(onSealed: person / Tile.capacity, sealed.tile, &evaluator)
    } else {
      laid.leave(&evaluator)
      evaluator.stand(
        onPerson: person, of: timeline, reading.projection(needs), paths: needs.paths)
    }
  }

  /// Whether what a segment waits for is still so; then the segment stays as it is.
  private mutating func confirm(_ segment: Int, _ state: PersonState, at now: Int64) -> Bool {
    evaluations += 1
    let slot = state[segment]
    let node = sight.node(ofPart: slot.watched)
    let known =
      slot.isWatchedTrue
      ? evaluator.stillTrue(slot.watched, of: slot.patience, row, now)
      : evaluator.stillFalse(node, row, now, until: slot.until)
    let answer = known ?? evaluator.lasting(node, row, now)
    if answer.value != slot.isWatchedTrue { return false }
    let renewed = PersonStates.Slot(
      answer, until: slot.isAlone ? answer.until : min(answer.until, slot.until),
      since: slot.since, isMember: slot.isMember,
      isAlone: slot.isAlone && answer.watch.decidesAlone)
    note(renewed, segment, state)
    return true
  }

  private mutating func answer(
    _ segment: Int, _ person: Int, _ state: PersonState, at now: Int64, _ cause: ChangeCause,
    _ changes: inout [LiveChange]
  ) {
    evaluations += 1
    let before = state[segment]
    let (slot, isMember) = Self.slot(
      &evaluator, plan.segments[segment].root, row: row, at: now, before)
    note(slot, segment, state)
    if isMember == before.isMember { return }
    members[segment].set(person, isMember)
    counts[segment] += isMember ? 1 : -1
    changes.append(
      LiveChange(
        at: now, person: person, name: timeline.nameOfPerson[person], segment: segment,
        isEntry: isMember, cause: cause))
  }

  private func note(_ slot: PersonStates.Slot, _ segment: Int, _ state: PersonState) {
    state[segment] = slot
    if slot.until < state.head.end { state.head.end = slot.until }
  }

  /// The answer for the root of a segment and somebody of the tile that the evaluator stands on.
  static func slot(
    _ evaluator: inout TileEvaluator, _ root: Int, row: Int, at now: Int64,
    _ before: PersonStates.Slot
  ) -> (slot: PersonStates.Slot, isMember: Bool) {
    let answer = evaluator.lasting(root, row, now)
    let since = before.isMember == answer.value ? before.since : now
    let slot = PersonStates.Slot(
      answer, until: answer.until, since: since, isMember: answer.value,
      isAlone: answer.watch.decidesAlone)
    return (slot, answer.value)
  }
}
