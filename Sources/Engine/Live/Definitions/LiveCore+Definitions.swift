import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// Puts definitions into force that `beginBackfill` began: the answers to them are those of this
  /// instant.
  ///
  /// - Returns: What is different from before, recorded at `now`; `nil` when they must be begun
  ///   again, as thresholds of percentiles were computed meanwhile.
  /// - Complexity: O(members that changed, and people who were touched); what `continueBackfill`
  ///   left to be done.
  package mutating func finishBackfill(recordedAt now: Stamp) -> [MembershipChange]? {
    guard var incoming = incoming.take() else { return nil }
    if isOutdated(incoming) {
      abandonBackfill()
      return nil
    }
    while incoming.writesPeople && incoming.nextTile < states.tileCount {
      write(tile: incoming.nextTile, &incoming)
      incoming.nextTile += 1
    }
    renewTouched(&incoming) { true }
    touched = nil
    learn(&incoming)
    let change = incoming.change
    var (begun, next) = (0, [MemberSet]())
    for source in incoming.sources {
      next.append(source < 0 ? incoming.members[begun] : members[source])
      if source < 0 { begun += 1 }
    }
    let found = differences(to: next, change, recordedAt: now)
    takeThresholds(&incoming)
    self.begun = incoming.sources.indices.map { segment in
      let source = incoming.sources[segment]
      return source < 0 || incoming.isRenamed[segment] ? clock : self.begun[source]
    }
    counts = incoming.sources.indices.map { segment in
      let source = incoming.sources[segment]
      return source < 0 ? next[segment].count : counts[source]
    }
    members = next
    takeAnswers(consume incoming)
    plan = change.plan
    lists = change.lists
    return found
  }

  /// Whether answers were found with thresholds that are in force no longer.
  private func isOutdated(_ incoming: borrowing IncomingDefinitions) -> Bool {
    let change = incoming.answers.change
    if change.plan.percentileCount == 0 { return false }
    if !change.beginsPercentiles && !change.translation.percentiles.contains(nil) { return false }
    if incoming.answers.coreThresholds != nextThresholds { return true }
    if incoming.answers.nextThresholds != .max { return incoming.answers.nextThresholds <= clock }
    return timeline.earliest.map { $0.milliseconds <= clock } ?? false
  }

  /// Who enters and leaves by name of segment, the leaving first.
  private func differences(
    to next: [MemberSet], _ change: DefinitionChange, recordedAt now: Stamp
  ) -> [MembershipChange] {
    var found: [MembershipChange] = []
    func note(_ people: [Int], _ segment: String, isEntry: Bool) {
      for person in people {
        found.append(
          MembershipChange(
            position: 0, at: Stamp(milliseconds: clock), recordedAt: now, segment: segment,
            person: timeline.name(ofPerson: person), isEntry: isEntry, cause: .definition))
      }
    }
    let nobody = MemberSet(words: [])
    for (segment, old) in plan.segments.enumerated() {
      let place = change.namesakes.firstIndex { $0 == segment }
      let staying = place.map { next[$0] } ?? nobody
      note(members[segment].people(notIn: staying), old.name, isEntry: false)
    }
    for (segment, new) in change.plan.segments.enumerated() {
      let before = change.namesakes[segment].map { members[$0] } ?? nobody
      note(next[segment].people(notIn: before), new.name, isEntry: true)
    }
    return found
  }

  /// Takes thresholds, and the numbers behind those that were in force before.
  private mutating func takeThresholds(_ incoming: inout IncomingDefinitions) {
    let change = incoming.change
    let kept = change.translation.percentiles
    ranked = kept.map { index in index.map { ranked[$0] } ?? RankedNumbers() }
    rankedNodes = change.plan.percentileNodes
    let inForce = thresholdsThatStay(change)
    let isScheduled = plan.percentileCount > 0 && plan.settings == change.plan.settings
    if change.plan.percentileCount == 0 {
      nextThresholds = .max
    } else if !isScheduled {
      nextThresholds = incoming.answers.nextThresholds
    }
    if nextThresholds == .max { return }
    incoming.evaluator.thresholds = Thresholds(
      constant: kept.indices.map {
        kept[$0] == nil ? incoming.answers.thresholds[$0] : inForce[$0]
      })
  }

  /// Takes what answers are found with and where they are.
  private mutating func takeAnswers(_ incoming: consuming IncomingDefinitions) {
    laid.forgetAll(&evaluator)
    // A person's tile holds what the plan reads.
    if incoming.needs.whole != needs.whole || incoming.needs.paths != needs.paths {
      retired.take(personTiles)
      personTiles = PersonTiles()
    }
    if let next = incoming.states {
      retired.take(states)
      states = next
    } else {
      states.use(segments: incoming.sources.count)
    }
    sight = incoming.sight
    needs = incoming.needs
    reading = NodeReading()
    evaluator = incoming.evaluator
  }
}

extension MemberSet {
  /// The members who are not in another set, ascending.
  fileprivate func people(notIn other: MemberSet) -> [Int] {
    var people: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word & ~(index < other.words.count ? other.words[index] : 0)
      while rest != 0 {
        people.append(index << 6 | rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return people
  }
}
