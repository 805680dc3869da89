import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

// Segments kept exact while events arrive and time passes.
//
// 1. A batch is appended to the timeline. Its rows are taken person by person, each person's in the
//    order of time, so that what is read of somebody is read once.
// 2. Before an instant with events, all that was due earlier is answered at the instant it was due
//    (`catchUp`). Then the segments whose answer the events may change are asked again: most are
//    not, since each answer is kept with what it waits for (`Watch`).
// 3. An event from before the last instant that was answered for its person came late: segments
//    that can see it are asked again for that last instant.
// 4. A person is due again when the first answer ends; `advance` takes who is due from the queue.
//
// The result is a function of the batches, in their order, and of the instants given: there is no
// clock and no randomness here. Changes before an instant that `advance` was given never appear
// later, except those of late events, merges and definitions, which say so.

/// The timelines of all people, who is in each segment, and when that must be looked at again.
package struct LiveCore: ~Copyable {
  /// What happened, in order.
  package internal(set) var timeline: Timeline
  /// All segments.
  package internal(set) var plan: Plan
  /// By segment: its members.
  package internal(set) var members: [MemberSet]
  /// By segment: number of its members.
  package internal(set) var counts: [Int]
  /// Number of people who have been seen by now.
  package internal(set) var peopleCount = 0
  /// Everything due up to and including this instant is answered. Unit: ms since 1970 UTC.
  package internal(set) var clock = Int64.min
  /// Number of answers asked for, to know what an event costs.
  package internal(set) var evaluations = 0
  var evaluator: TileEvaluator
  var sight: EventSight
  var needs: NodeNeeds
  var states: PersonStates
  var deadlines = DeadlineQueue()
  /// People on each uploaded list, by its name.
  var lists: [String: Set<String>]
  /// By person: the instants of events that are not visible yet, ascending.
  var futures: [Int: [Int64]] = [:]
  /// When thresholds of percentiles are computed anew; `.max` = never.
  var nextThresholds = Int64.max
  /// Tiles of people who got events since theirs were sealed.
  var personTiles = PersonTiles()
  /// Flips that were asked for.
  var flips = FlipMemory()
  /// By percentile of the plan: the numbers that it is found among.
  var ranked: [RankedNumbers]
  /// By percentile of the plan: a node that compares with it.
  var rankedNodes: [Int]
  /// By segment: when it came into force; `.min` = before that was noted. Unit: ms since 1970 UTC.
  var begun: [Int64]
  /// Whose answers may be others than when a backfill began; `nil` while there is none.
  var touched: TouchedPeople?
  /// The same for a snapshot whose answers are not all copied; `nil` while there is none.
  var unkept: TouchedPeople?
  /// Definitions that have been answered for everybody and come into force next.
  var incoming: IncomingDefinitions?
  /// What was in force before and is not given back yet.
  var retired = RetiredAnswers()
  /// Segments of the person who is visited that events may have changed.
  var due: [Int] = []
  /// Those of `due` whose parts must be asked.
  var confirming: [Int] = []
  /// People who are due at the instant that `advance` was given.
  var waiting: [Int] = []
  /// Segments of the person who is visited whose answers hold no longer.
  var ended: [Int] = []
  /// Nodes about to be asked of a person.
  var asking: [Int] = []
  /// Where `evaluator` stands.
  var laid = LaidTiles()
  /// What the nodes read that are asked.
  var reading = NodeReading()
  /// Row of the person who is asked about in the tile that the evaluator stands on.
  var row = 0
  /// Gives the message ids of arrival numbers.
  let messageIDs: @Sendable ([UInt32]) -> [[UInt8]]

  /// A core over people of whom nothing was answered yet: see `begin`.
  ///
  /// - Parameters:
  ///   - lists: People on each uploaded list, by its name.
  ///   - messageIDs: Gives the message ids of arrival numbers, empty for events without one.
  package init(
    _ timeline: Timeline, _ plan: Plan, lists: [String: Set<String>] = [:],
    messageIDs: @escaping @Sendable ([UInt32]) -> [[UInt8]]
  ) {
    self.plan = plan
    self.lists = lists
    self.messageIDs = messageIDs
    members = plan.segments.map { _ in MemberSet(words: []) }
    counts = plan.segments.map { _ in 0 }
    begun = plan.segments.map { _ in .min }
    sight = EventSight(plan)
    sight.learn(timeline.vocabulary)
    needs = NodeNeeds(plan)
    needs.learn(timeline.vocabulary)
    states = PersonStates(segments: plan.segments.count)
    rankedNodes = plan.percentileNodes
    ranked = rankedNodes.map { _ in RankedNumbers() }
    evaluator = Self.evaluator(plan, timeline, lists, .none)
    self.timeline = timeline
  }

  static func evaluator(
    _ plan: Plan, _ timeline: Timeline, _ lists: [String: Set<String>],
    _ thresholds: Thresholds
  ) -> TileEvaluator {
    let binding = Binding(plan, timeline, lists: lists.mapValues(Array.init))
    var evaluator = TileEvaluator(
      binding, thresholds: thresholds, tile: .ofNobody, firstPerson: 0)
    var none = Vocabulary()
    evaluator.exchangeVocabulary(&none)
    return evaluator
  }

  /// Memory in use beside the timeline's. Unit: bytes.
  package var stateBytes: Int {
    states.byteCount + deadlines.count * 8 + personTiles.byteCount
      + members.reduce(0) { $0 + $1.words.count * 8 }
  }

  /// When something is due next; `.max` = never. Unit: ms since 1970 UTC.
  package var nextDeadline: Int64 { min(deadlines.earliest, nextThresholds) }

  /// Number of entries in the queue of deadlines.
  package var deadlineCount: Int { deadlines.count }

  // MARK: Input

  /// Adds events and appends what they change.
  ///
  /// - Parameters:
  ///   - batches: What requests brought, in the order in which they came. What one of them brought
  ///     earlier than another does not come late.
  ///   - firstSequence: Arrival number of the first new row; later ones count on.
  ///   - now: Events of later instants wait. Unit: ms since 1970 UTC.
  package mutating func apply(
    _ batches: [AcceptedBatch], firstSequence: UInt32, now: Int64,
    into changes: inout [LiveChange]
  ) {
    // A clock that was set back has been further already: what it has passed is visible.
    let now = max(now, clock)
    advance(to: now - 1, into: &changes)
    var rest = batches[...]
    var sequence = firstSequence
    while let isHistorical = rest.first?.isHistorical {
      let alike = Array(rest.prefix { $0.isHistorical == isHistorical })
      rest = rest.dropFirst(alike.count)
      add(alike, isHistorical: isHistorical, firstSequence: sequence, now: now, &changes)
      sequence += UInt32(alike.reduce(0) { $0 + $1.newCount })
    }
    clock = max(clock, now - 1)
  }

  /// Adds the events of batches that are all historical, or none.
  private mutating func add(
    _ batches: [AcceptedBatch], isHistorical: Bool, firstSequence: UInt32, now: Int64,
    _ changes: inout [LiveChange]
  ) {
    let outcome = timeline.append(
      batches.map { ArrivedBatch($0.events, known: $0.known) }, firstSequence: firstSequence,
      messageIDs: messageIDs)
    if outcome.needsBinding { follow(batches, outcome.unions) }
    for row in outcome.rows where !row.isInOrder { personTiles.remove(Int(row.person)) }
    for union in outcome.unions {
      for before in union.before { personTiles.remove(before.number) }
      personTiles.remove(union.person)
    }
    if plan.percentileCount > 0 && nextThresholds == .max { beginThresholds(outcome.rows, now) }
    lendVocabulary()
    let visit = BatchVisit(outcome, sight, isHistorical: isHistorical)
    for union in outcome.unions { unite(union, now: now, visit, &changes) }
    for index in visit.runs.indices {
      prefetch(index, visit)
      noteTouched(visit.runs[index].person)
      self.visit(visit.runs[index], visit, now: now, &changes)
    }
    returnVocabulary()
  }

  /// Has the processor fetch what those who are visited next are asked with: it lies all over the
  /// memory, and waiting for it would take longer than the asking.
  private func prefetch(_ index: Int, _ visit: BatchVisit) {
    if index + 1 < visit.runs.count {
      let next = visit.runs[index + 1]
      personTiles.prefetch(next.person, named: visit.entries[next.entries.lowerBound].name)
    }
    if index + 2 < visit.runs.count {
      let person = visit.runs[index + 2].person
      states.prefetch(person)
      personTiles.prefetch(person)
    }
  }

  /// Answers all that is due up to and including an instant.
  package mutating func advance(to now: Int64, into changes: inout [LiveChange]) {
    if now <= clock { return }
    beginThresholdsOfWaiting(through: now)
    while nextThresholds <= now {
      let instant = nextThresholds
      drain(through: instant - 1, &changes)
      renewThresholds(at: instant, &changes)
    }
    drain(through: now, &changes)
    clock = now
  }

  private mutating func drain(through now: Int64, _ changes: inout [LiveChange]) {
    if deadlines.earliest > now { return }
    lendVocabulary()
    // Neighbours one after the other: turning from tile to tile costs more than most questions.
    waiting.removeAll(keepingCapacity: true)
    while let person = deadlines.next(at: now) {
      let state = states.view(of: person)
      noteTouched(person)
      // The person was put in again for an earlier instant, which has passed.
      if state.head.scheduled > now { continue }
      state.head.scheduled = .max
      waiting.append(person)
    }
    waiting.sort()
    for person in waiting {
      let state = states.view(of: person)
      let next = catchUp(person, state, through: now, .time, &changes)
      schedule(person, state, next)
    }
    returnVocabulary()
  }

  // MARK: Vocabulary

  // The evaluator reads the vocabulary while people are visited; only one may hold it, else adding
  // to it would copy it.

  mutating func lendVocabulary() {
    var lent = Vocabulary()
    timeline.exchangeVocabulary(&lent)
    evaluator.exchangeVocabulary(&lent)
  }

  mutating func returnVocabulary() {
    var lent = Vocabulary()
    evaluator.exchangeVocabulary(&lent)
    timeline.exchangeVocabulary(&lent)
  }

  /// Has the evaluator know the names, values and people that a batch brought.
  private mutating func follow(_ batches: [AcceptedBatch], _ unions: [AppendOutcome.Union]) {
    sight.learn(timeline.vocabulary)
    needs.learn(timeline.vocabulary)
    lendVocabulary()
    let isOutdated = evaluator.isOutdated
    if !isOutdated && evaluator.extendBinding() { laid.forgetAll(&evaluator) }
    returnVocabulary()
    laid.leave(&evaluator)
    if isOutdated {
      laid.forgetAll(&evaluator)
      evaluator = Self.evaluator(plan, timeline, lists, evaluator.thresholds)
      return
    }
    if plan.listNames.isEmpty { return }
    evaluator.reserve(places: timeline.places)
    let batchNames = batches.flatMap { batch in
      (0..<UInt32(batch.events.identifiers.count)).map { batch.events.identifiers.string($0) }
    }
    let names = batchNames + unions.flatMap { timeline.identifiers(ofPerson: $0.person) }
    for (index, name) in plan.listNames.enumerated() {
      guard let list = lists[name] else { continue }
      for name in names where list.contains(name) {
        guard let person = timeline.person(named: name) else { continue }
        evaluator.note(places: timeline.places, person: person, onList: index)
      }
    }
  }
}

extension LiveCore {
  /// Brings what came since into sealed tiles.
  package mutating func seal() {
    for index in timeline.unsealed {
      let sealing = timeline.sealing(index)
      install(sealing.tile(), of: sealing)
    }
  }

  /// What the sealed tile is made anew of that this gains most: one whose events that came since
  /// are more than a share of the sealed ones; `nil` without such a tile. To be asked for again and
  /// again, so that memory and the time to begin anew stay bounded.
  ///
  /// - Parameter share: Of the tile's events.
  /// - Complexity: O(tiles).
  package func sealing(share: Double) -> TileSealing? {
    timeline.mostGrown(share: share).map { timeline.sealing($0) }
  }

  /// Takes a tile that was made anew: see `Timeline.install`.
  package mutating func install(_ tile: Tile, of sealing: TileSealing) {
    let people = sealing.index * Tile.capacity..<(sealing.index + 1) * Tile.capacity
    personTiles.extend(people, timeline, needs.whole, paths: needs.paths)
    laid.forget(sealed: sealing.index, &evaluator)
    timeline.install(tile, of: sealing)
    personTiles.noteSealed(people, timeline)
  }
}
