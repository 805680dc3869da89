import StarlingModel
import StarlingSegment
import StarlingTimeline

// Other definitions come into force without anything standing still for long:
//
// 1. `beginBackfill` takes the timeline as a value, and from then on it is noted who is touched: by
//    events, by time, by joining others.
// 2. Another thread answers the segments that nobody was asked about before, for everybody as of
//    that instant (`BackfillWork`). Segments that ask the same as before keep their answers.
// 3. `take` and `continueBackfill` write the answers to their places, a tile at a time, between the
//    steps of the loop: behind the others, where there is room for them, else all that is known of
//    a person goes to a new place. Whoever was touched is asked anew.
// 4. `finishBackfill` asks about the last ones who were touched, says what is different, and puts
//    the definitions into force.
//
// Until the last step nothing is in force of the new definitions, and nothing is lost by giving up.

extension LiveCore {
  /// People who may be left to be asked anew when definitions come into force: some 5 µs each.
  private static let touchedMax = 256

  /// Begins to put other definitions into force; those that were on their way are given up.
  package mutating func beginBackfill(_ change: DefinitionChange) -> BackfillWork {
    incoming = nil
    touched = TouchedPeople()
    // Answers are written to their places from now on.
    unkept = nil
    return BackfillWork(
      change: change, timeline: timeline, clock: clock, inForce: thresholdsThatStay(change),
      coreThresholds: nextThresholds)
  }

  /// Notes that a person's answers may be others from now on.
  mutating func noteTouched(_ person: Int) {
    touched?.note(person)
    unkept?.note(person)
  }

  /// Gives up what is on its way into force.
  package mutating func abandonBackfill() {
    touched = nil
    incoming = nil
  }

  /// Takes the answers that were found meanwhile.
  package mutating func take(_ answers: BackfillAnswers) {
    let thresholds: Thresholds =
      answers.nextThresholds == .max ? .none : Thresholds(constant: answers.thresholds)
    let evaluator = TileEvaluator(
      answers.binding, thresholds: thresholds, tile: .ofNobody, firstPerson: 0)
    incoming = IncomingDefinitions(answers, evaluator, slots: states.stride)
  }

  /// Writes answers to their places, and asks about those who were touched.
  ///
  /// - Parameter hasTime: Asked between two tiles or people.
  package mutating func continueBackfill(while hasTime: () -> Bool) -> BackfillProgress {
    guard var incoming = incoming.take() else { return .writing }
    while incoming.writesPeople && incoming.nextTile < states.tileCount && hasTime() {
      write(tile: incoming.nextTile, &incoming)
      incoming.nextTile += 1
    }
    let isWritten = !incoming.writesPeople || incoming.nextTile >= states.tileCount
    if isWritten { renewTouched(&incoming, while: hasTime) }
    self.incoming = consume incoming
    if !isWritten { return .writing }
    return touched?.count ?? 0 <= Self.touchedMax ? .ready : .renewing
  }

  /// By percentile of other definitions: the threshold in force; `nil` where there is none.
  func thresholdsThatStay(_ change: DefinitionChange) -> [Double?] {
    change.translation.percentiles.map { index in
      guard let index, nextThresholds != .max else { return nil }
      return evaluator.thresholds.value(index, at: clock)
    }
  }

  // MARK: Tiles

  /// Writes what is known of a tile's people who were not touched.
  mutating func write(tile: Int, _ incoming: inout IncomingDefinitions) {
    if !states.hasRoom(tile) { return }
    let found = tile < incoming.answers.tiles.count ? incoming.answers.tiles[tile] : nil
    let count = incoming.change.begun.count
    for row in 0..<Tile.capacity {
      let person = tile * Tile.capacity + row
      let from = states.view(of: person)
      let to = incoming.states?.view(of: person) ?? from
      if from.head.evaluated > incoming.answers.clock { touched?.note(person) }
      let isTouched = touched?.contains(person) ?? false
      if isTouched || from.head.evaluated == .min {
        clear(to, from, incoming)
        continue
      }
      copy(from, to, incoming)
      var head = from.head
      if count > 0, let found {
        let end = write(found, row, from, to, incoming)
        head.evaluated = max(head.evaluated, incoming.answers.clock)
        head.end = min(head.end, end)
        if end <= clock { touched?.note(person) }
      }
      note(head, person, from, to)
    }
    incoming.answers.forget(tile: tile)
  }

  /// Writes the answers to the segments that are begun.
  ///
  /// - Returns: When the first of them ends.
  private func write(
    _ found: BackfillAnswers.Tile, _ row: Int, _ from: PersonState, _ to: PersonState,
    _ incoming: borrowing IncomingDefinitions
  ) -> Int64 {
    let begun = incoming.answers.change.begun
    var end = Int64.max
    for (index, segment) in begun.enumerated() {
      var slot = found.slots[row * begun.count + index]
      slot.since = since(slot, segment, from, incoming)
      to[segment] = slot
      end = min(end, slot.until)
    }
    return end
  }

  /// Leaves nothing of a person, beside the entry in the queue of deadlines.
  func clear(
    _ to: PersonState, _ from: PersonState, _ incoming: borrowing IncomingDefinitions
  ) {
    for segment in incoming.firstWritten..<incoming.sources.count { to[segment] = .blank }
    to.head = from.head
  }

  /// Writes the answers that stay.
  func copy(
    _ from: PersonState, _ to: PersonState, _ incoming: borrowing IncomingDefinitions
  ) {
    let change = incoming.answers.change
    for segment in incoming.firstWritten..<incoming.sources.count {
      let source = incoming.sources[segment]
      if source < 0 { continue }
      var slot = from[source].translated(
        change.translation.parts, root: change.plan.segments[segment].root)
      if incoming.isRenamed[segment] { slot.since = since(slot, segment, from, incoming) }
      to[segment] = slot
    }
  }

  /// Since when somebody is in a segment with another question, or under another name: whoever was
  /// in the one of that name before has been in all the time.
  func since(
    _ slot: PersonStates.Slot, _ segment: Int, _ from: PersonState,
    _ incoming: borrowing IncomingDefinitions
  ) -> Int64 {
    if !slot.isMember { return .min }
    if let old = incoming.answers.change.namesakes[segment], from[old].isMember {
      return known(from[old].since, old)
    }
    return PersonStates.Slot.sinceBegun
  }

  /// Notes what is known of a person beside the segments, and has the person be due.
  mutating func note(
    _ head: PersonStates.Head, _ person: Int, _ from: PersonState, _ to: PersonState
  ) {
    var head = head
    if head.end < head.scheduled {
      head.scheduled = head.end
      deadlines.insert(person, due: head.end)
      // The queue serves the answers in force too.
      from.head.scheduled = head.end
    }
    to.head = head
  }
}
