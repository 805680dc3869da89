import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// The truth of a node at an instant, and how long it lasts without a new event.
package struct Outcome: Equatable, Sendable {
  package var value: Bool
  /// The first instant at which the value could change without a new event; `.max` = never.
  /// Unit: ms since 1970 UTC.
  package var until: Int64
}

/// Answers the nodes of a plan for the people of one tile.
///
/// One implementation of meaning serves all callers: `outcome(_:_:_:)` answers one person at one
/// instant and says how long the answer lasts (replay, explain, live); `TileEvaluator+Batch` answers
/// all people of the tile and falls back on it for all but the commonest nodes, which it computes
/// with the same row ranges and counts.
package struct TileEvaluator {
  let binding: Binding
  var plan: Plan { binding.plan }
  private(set) var tile: Tile
  /// Number of the tile's first person.
  private(set) var firstPerson = 0
  /// By track: indices in `parts`.
  private(set) var partsOfTrack: [Range<Int>] = []
  var parts: [TilePart] = []
  /// For parts inside `any`: what their rows must pass beside having the value.
  var scopedFilters: [TilePart.Filter] = []
  var windows: WindowResolver
  /// Thresholds of the plan's percentiles at the instants asked about.
  package var thresholds: Thresholds
  var batch = BatchMemory()
  var codeScratch: [UInt32] = []
  /// By part: the filter of a session track.
  var sessionFilters: [Int: (Expression, ScalarEvaluator)] = [:]
  /// The session whose bit stands for what is visible of it now, and its bit when complete.
  var changedSession: (place: Int, session: Int, passes: Bool)?

  /// An evaluator that is not on any tile yet.
  package init(_ binding: Binding, thresholds: Thresholds = .none, tile: Tile, firstPerson: Int) {
    self.binding = binding
    self.tile = tile
    self.firstPerson = firstPerson
    self.thresholds = thresholds
    windows = WindowResolver(binding.plan)
    move(to: tile, firstPerson: firstPerson)
  }

  /// Turns to another tile.
  package mutating func move(to tile: Tile, firstPerson: Int) {
    self.tile = tile
    self.firstPerson = firstPerson
    parts.removeAll(keepingCapacity: true)
    scopedFilters.removeAll(keepingCapacity: true)
    sessionFilters.removeAll(keepingCapacity: true)
    partsOfTrack.removeAll(keepingCapacity: true)
    for track in binding.tracks {
      let start = parts.count
      addParts(track)
      while scopedFilters.count < parts.count { scopedFilters.append(.none) }
      partsOfTrack.append(start..<parts.count)
    }
  }

  /// Whether a person has an event by `now`.
  package func exists(_ person: Int, _ now: Int64) -> Bool { tile.firstSeen[person] <= now }

  /// The answer of a node for one person of the tile, who exists at `now`.
  package mutating func outcome(_ node: Int, _ person: Int, _ now: Int64) -> Outcome {
    switch plan.nodes[node] {
    case .constant(let value): return Outcome(value: value, until: .max)
    case .and(let operands): return junction(operands, stopsAt: false, person, now)
    case .or(let operands): return junction(operands, stopsAt: true, person, now)
    case .not(let operand):
      let outcome = outcome(operand, person, now)
      return Outcome(value: !outcome.value, until: outcome.until)
    case .count(let view, let comparator, let constant):
      return count(view, comparator, constant, person, now)
    case .compare(let left, let comparator, let right):
      return compare(left, comparator, right, person, now)
    case .percentile(let numeric, let comparator, let index):
      return percentile(numeric, comparator, index, person, now)
    case .test(let operand, let test): return self.test(operand, test, person, now)
    case .equal(let left, let right, let negated):
      return equal(left, right, negated: negated, person, now)
    case .elapsed(let elapsed, let comparator, let seconds):
      return self.elapsed(elapsed, comparator, seconds, person, now)
    case .chain(let chain): return self.chain(plan.chains[chain], person, now)
    case .any(let index): return quantified(index, person, now)
    case .list(let list):
      let place = firstPerson + person
      let value = binding.lists[list][place >> 6] >> UInt64(place & 63) & 1 == 1
      return Outcome(value: value, until: .max)
    }
  }

  /// `and` stops at the first false operand, `or` at the first true one; a stopped answer lasts as
  /// long as the operand that stopped it.
  private mutating func junction(
    _ operands: [Int], stopsAt value: Bool, _ person: Int, _ now: Int64
  ) -> Outcome {
    var until = Int64.max
    for operand in operands {
      let outcome = outcome(operand, person, now)
      if outcome.value == value { return outcome }
      until = min(until, outcome.until)
    }
    return Outcome(value: !value, until: until)
  }

  private mutating func percentile(
    _ numeric: Int, _ comparator: Comparator, _ index: Int, _ person: Int, _ now: Int64
  ) -> Outcome {
    let (number, until) = number(numeric, person, now)
    let step = thresholds.step(index, at: now)
    guard let threshold = step.threshold else { return Outcome(value: false, until: step.until) }
    guard let number else {
      let value = comparator.holdsForAbsent
      return Outcome(value: value, until: min(until, thresholds.lastsUntil(index, at: now)))
    }
    let value = comparator.holds(number, threshold)
    return Outcome(
      value: value,
      until: min(until, thresholds.change(index, from: now, number, comparator, value)))
  }

  // MARK: Parts

  private mutating func addParts(_ bound: BoundTrack) {
    let isScoped = bound.track.scope != nil
    switch bound.track.source {
    case .traits: break
    case .session: addSessions(bound)
    case .named:
      if let name = bound.name, let index = tile.posting(named: name) {
        addPosting(index, bound, isScoped)
      }
    case .all:
      if case .none = bound.filter, !isScoped {
        parts.append(
          TilePart(place: .all, starts: tile.all.starts, times: tile.all.times, filter: .none))
      } else {
        for index in tile.postings.indices { addPosting(index, bound, isScoped) }
      }
    }
  }

  private mutating func addPosting(_ index: Int, _ bound: BoundTrack, _ isScoped: Bool) {
    let posting = tile.postings[index]
    guard let filter = filter(bound.filter, posting) else { return }
    if isScoped {
      scopedFilters.append(filter)
      let words = [UInt64](repeating: 0, count: Bits.words(posting.count))
      parts.append(
        TilePart(
          place: .posting(index), starts: posting.starts, times: posting.times,
          filter: .mask(words)))
    } else {
      parts.append(
        TilePart(
          place: .posting(index), starts: posting.starts, times: posting.times, filter: filter))
    }
  }

  /// What rows of a posting must pass; `nil` when none can.
  private func filter(_ filter: BoundTrack.Filter, _ posting: Posting) -> TilePart.Filter? {
    switch filter {
    case .none: return TilePart.Filter.none
    case .constant(let value): return value ? TilePart.Filter.none : nil
    case .value(let set):
      guard let path = set.path, let codes = posting.column(path) else {
        return set.holds[0] ? TilePart.Filter.none : nil
      }
      if case .bytes(let bytes) = codes { return .bytes(bytes, set.holds) }
      return .codes(codes, set.holds)
    case .rows(let expression):
      let evaluator = ScalarEvaluator(for: expression)
      let vocabulary = binding.vocabulary
      let columns = Dictionary(
        uniqueKeysWithValues: expression.paths.compactMap { path in
          vocabulary.code(of: path).flatMap { code in
            posting.column(code).map { (path, (code: Int(code), codes: $0)) }
          }
        })
      var words = [UInt64](repeating: 0, count: Bits.words(posting.count))
      for row in 0..<posting.count {
        let passes = evaluator.truth(expression) { path in
          columns[path].flatMap { vocabulary.values[$0.code].value($0.codes[row]) }
        }
        if passes { words[row >> 6] |= 1 << UInt64(row & 63) }
      }
      return .mask(words)
    }
  }
}
