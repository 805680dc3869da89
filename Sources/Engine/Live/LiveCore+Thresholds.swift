import StarlingModel
import StarlingSegment
import StarlingTimeline

extension LiveCore {
  /// From so many outdated numbers of a tile on it is laid out as a whole.
  private static let wholeTileMin = 64

  /// Computes thresholds of percentiles for the first time, at the first event.
  mutating func beginThresholds(_ rows: [AppendOutcome.Row], _ now: Int64) {
    let visible = rows.lazy.map(\.time).filter { $0 <= now }
    guard let first = visible.min() else { return }
    lendVocabulary()
    rank(at: first)
    returnVocabulary()
    evaluator.thresholds = rankedThresholds
    nextThresholds = plan.nextThresholds(after: first)
  }

  /// Computes thresholds for the first time when the first event was waiting for its time.
  mutating func beginThresholdsOfWaiting(through now: Int64) {
    guard plan.percentileCount > 0, nextThresholds == .max, let first = timeline.earliest,
      first.milliseconds <= now
    else { return }
    evaluator.thresholds = thresholds(at: first.milliseconds)
    nextThresholds = plan.nextThresholds(after: first.milliseconds)
  }

  /// Computes thresholds anew on schedule and answers what depends on them: for the people whose
  /// number is on another side of the new threshold than of the old one, nothing else changes.
  mutating func renewThresholds(at now: Int64, _ changes: inout [LiveChange]) {
    flips.removeAll()
    lendVocabulary()
    rank(at: now)
    let before = evaluator.thresholds
    let after = rankedThresholds
    evaluator.thresholds = after
    nextThresholds = plan.nextThresholds(after: now)
    let segments = plan.percentileSegments
    var people: Set<Int> = []
    for index in ranked.indices {
      let old = before.value(index, at: now)
      let new = after.value(index, at: now)
      if old == new { continue }
      ranked[index].visit { person, number in
        if number.place(of: old) != number.place(of: new) { people.insert(person) }
      }
    }
    for person in people.sorted() {
      guard let state = states.known(person), state.head.evaluated <= now else { continue }
      noteTouched(person)
      ended.append(contentsOf: segments)
      // What ends at this very instant is answered with the new thresholds.
      for segment in 0..<state.segments where state.until(segment) <= now {
        if !segments.contains(segment) { ended.append(segment) }
      }
      answerDue(person, state, at: now, .threshold, &changes)
      schedule(person, state, catchUp(person, state, through: now, .time, &changes))
    }
    returnVocabulary()
  }

  /// Thresholds at an instant, of all that is known then.
  func thresholds(at now: Int64) -> Thresholds {
    let binding = Binding(plan, timeline, lists: lists.mapValues(Array.init))
    do {
      return try Engine(timeline).ranking(binding, at: now).thresholds
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("thresholds at \(now): \(error)")
    }
  }

  // MARK: Numbers

  /// Forgets the numbers of a person that an event may change.
  mutating func forgetRanked(_ person: Int, _ entry: BatchVisit.Entry) {
    for (index, node) in rankedNodes.enumerated()
    where sight.sees(UInt32(node), name: entry.name, entry.traits) {
      ranked[index].forget(person)
    }
  }

  /// Finds the numbers of a person anew that events of the visit may have changed, while the person
  /// is at hand: those of all people at once, when thresholds are due, would hold up everything.
  mutating func renewRanked(_ person: Int, _ state: PersonState) {
    let now = state.head.evaluated
    if nextThresholds == .max || now == .min { return }
    let (tile, row) = (person / Tile.capacity, person % Tile.capacity)
    for index in ranked.indices {
      ranked[index].reserve(places: timeline.places)
      if ranked[index].isKnown(person) { continue }
      asking.removeAll(keepingCapacity: true)
      asking.append(rankedNodes[index])
      prepare(person)
      note(index, tile: tile, row: row, standsAt: self.row, now)
    }
  }

  /// Forgets all numbers of a person.
  mutating func forgetRanked(_ person: Int) {
    for index in ranked.indices { ranked[index].forget(person) }
  }

  /// The thresholds among the numbers that are known.
  private var rankedThresholds: Thresholds {
    Thresholds(
      constant: zip(plan.percents, ranked).map { percent, ranked in
        let selection = RankSelection(percent: percent, of: ranked.numbers)
        return selection.result(ranked.numbers.map(selection.piece), of: ranked.numbers)
      })
  }

  /// Brings the numbers of all people up to an instant.
  ///
  /// - Complexity: O(people), and what the numbers read that may have changed.
  private mutating func rank(at now: Int64) {
    for index in ranked.indices {
      ranked[index].reserve(places: timeline.places)
      for tile in ranked[index].ends.indices {
        let rows = ranked[index].outdated(tile: tile, at: now)
        if rows.isEmpty { continue }
        let firstPerson = tile * Tile.capacity
        let isWhole = rows.count >= Self.wholeTileMin && tile < timeline.tiles.count
        if isWhole {
          stand(onSealed: tile, for: rankedNodes[index])
          evaluator.require(needs.tracks(rankedNodes[index]))
        }
        var rest: [Int] = []
        for row in rows where firstPerson + row < timeline.places {
          let isSealed = isWhole && row < timeline.tiles[tile].people
          if isSealed && !timeline.isOpen(firstPerson + row) {
            note(index, tile: tile, row: row, standsAt: row, now)
          } else {
            rest.append(row)
          }
        }
        for row in rest {
          asking.removeAll(keepingCapacity: true)
          asking.append(rankedNodes[index])
          prepareOnce(firstPerson + row)
          note(index, tile: tile, row: row, standsAt: self.row, now)
        }
      }
    }
  }

  /// Stands on a sealed tile to ask one node about many of its people. What is prepared row by row
  /// for all of them is not kept.
  private mutating func stand(onSealed index: Int, for node: Int) {
    let tile = timeline.tiles[index]
    if evaluator.readsInPlace(needs.tracks(node), tile) {
      laid.stand(onSealed: index, tile, &evaluator)
    } else {
      laid.leave(&evaluator)
      evaluator.stand(on: tile, firstPerson: index * Tile.capacity)
    }
  }

  /// Notes the number of somebody of the tile that the evaluator stands on.
  private mutating func note(
    _ index: Int, tile: Int, row: Int, standsAt place: Int, _ now: Int64
  ) {
    let (number, until) = evaluator.rankedNumber(index, place, at: now)
    // Events that are not visible yet are seen by nobody who says how long a number lasts.
    let visible = futures.isEmpty ? nil : futures[tile * Tile.capacity + row]?.first
    ranked[index].note(tile: tile, row: row, number, until: min(until, visible ?? .max))
  }
}

extension Double {
  /// Whether a number lies below a threshold, on it or above; 2 without a threshold, 3 without a
  /// number: `!=` holds for an absent number once there is a threshold.
  fileprivate func place(of threshold: Double?) -> Int {
    guard let threshold else { return 2 }
    if self != self { return 3 }
    return self < threshold ? -1 : self == threshold ? 0 : 1
  }
}
