import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// Answers of a tile's people at one instant, kept while all segments are evaluated.
///
/// Shape: by node, then one bit per person. `known` tells for whom `values` was computed: a node
/// shared by segments is computed once for each person who needs it.
struct BatchMemory {
  var values: [[UInt64]] = []
  var known: [[UInt64]] = []

  mutating func reset(nodes: Int, words: Int) {
    let empty = [UInt64](repeating: 0, count: words)
    values = [[UInt64]](repeating: empty, count: nodes)
    known = values
  }
}

extension TileEvaluator {
  /// The members of every segment of the plan among the tile's people: bits by person.
  package mutating func members(at now: Int64) -> [[UInt64]] {
    let words = Bits.words(columns.people)
    batch.reset(nodes: nodes.count, words: words)
    var universe = [UInt64](repeating: 0, count: words)
    for person in 0..<columns.people where columns.firstSeen[person] <= now {
      universe[person >> 6] |= 1 << UInt64(person & 63)
    }
    var members: [[UInt64]] = []
    for segment in binding.plan.segments {
      fill(segment.root, universe, now)
      members.append(batch.values[segment.root])
    }
    return members
  }

  /// Makes sure that a node is known for the wanted people.
  private mutating func fill(_ node: Int, _ wanted: [UInt64], _ now: Int64) {
    var missing = wanted
    var isComplete = true
    for word in missing.indices {
      missing[word] &= ~batch.known[node][word]
      isComplete = isComplete && missing[word] == 0
    }
    if isComplete { return }
    var values: [UInt64]
    switch nodes[node] {
    case .constant(let value): values = value ? missing : missing.map { _ in 0 }
    case .and(let range): values = fillJunction(range, stopsAt: false, missing, now)
    case .or(let range): values = fillJunction(range, stopsAt: true, missing, now)
    case .not(let operand):
      fill(operand, missing, now)
      values = zip(missing, batch.values[operand]).map { $0 & ~$1 }
    case .count(let view, let comparator, let constant)
    where partsOfTrack[view.track].count <= 1 && !isFilteredSession(view):
      values = fillCount(view, comparator, constant, missing, now)
    case .percentile(let numeric, let comparator, let index):
      values = fillPercentile(numeric, comparator, index, missing, now)
    default:
      values = missing
      forEach(missing) { evaluator, person in
        if !evaluator.outcome(node, person, now).value {
          values[person >> 6] &= ~(1 << UInt64(person & 63))
        }
      }
    }
    for word in missing.indices {
      batch.values[node][word] |= values[word] & missing[word]
      batch.known[node][word] |= missing[word]
    }
  }

  private func isFilteredSession(_ view: View) -> Bool {
    let places = partsOfTrack[view.track]
    return places.count == 1 && sessionFilters[places.lowerBound] != nil
  }

  private mutating func fillJunction(
    _ range: Operands, stopsAt value: Bool, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    var undecided = wanted
    for index in range.start..<range.end {
      let operand = operands[index]
      fill(operand, undecided, now)
      var isOver = true
      for word in undecided.indices {
        let values = batch.values[operand][word]
        undecided[word] &= value ? ~values : values
        isOver = isOver && undecided[word] == 0
      }
      if isOver { break }
    }
    return value ? zip(wanted, undecided).map { $0 & ~$1 } : undecided
  }

  /// Counts of one part: the commonest node, in one pass over the tile's people.
  private mutating func fillCount(
    _ view: View, _ comparator: Comparator, _ constant: Double, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    let ofNothing = comparator.holds(0, constant)
    guard let place = partsOfTrack[view.track].first else {
      return ofNothing ? wanted : wanted.map { _ in 0 }
    }
    let part = parts[place]
    let window = windows.resolve(view.window, at: now)
    var values = wanted
    for word in wanted.indices {
      var rest = wanted[word]
      var result: UInt64 = 0
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        rest &= rest &- 1
        let range = part.range(word &<< 6 | bit, now, window)
        let holds =
          range.isEmpty
          ? ofNothing
          : comparator.holds(Double(part.count(range.lower, range.upper)), constant)
        result |= (holds ? 1 : 0) &<< UInt64(bit)
      }
      values[word] = result
    }
    return values
  }

  private mutating func fillPercentile(
    _ numeric: Int, _ comparator: Comparator, _ index: Int, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    guard let threshold = thresholds.step(index, at: now).threshold else {
      return wanted.map { _ in 0 }
    }
    var values = wanted
    forEach(wanted) { evaluator, person in
      let number = evaluator.number(numeric, person, now).number
      if !(number.map { comparator.holds($0, threshold) } ?? comparator.holdsForAbsent) {
        values[person >> 6] &= ~(1 << UInt64(person & 63))
      }
    }
    return values
  }

  private mutating func forEach(
    _ people: [UInt64], _ body: (inout TileEvaluator, Int) -> Void
  ) {
    for word in people.indices {
      var rest = people[word]
      while rest != 0 {
        body(&self, word << 6 | rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
