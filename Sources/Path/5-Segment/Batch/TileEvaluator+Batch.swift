import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// The members of every segment of the plan among the tile's people: bits by person.
  ///
  /// - Parameter ranked: The numbers of each percentile of the plan, from `rankedNumbers`.
  package mutating func members(at now: Int64, ranked: [[Double]] = []) -> [[UInt64]] {
    batch.reset(nodes: nodes.count, words: Bits.words(layout.columns.people))
    let universe = layout.tile.people(at: now)
    var members: [[UInt64]] = []
    for segment in binding.plan.segments {
      fill(segment.root, universe, now, ranked)
      members.append(Array(batch.values(segment.root)))
    }
    return members
  }

  /// Makes sure that a node is known for the wanted people.
  private mutating func fill(
    _ node: Int, _ wanted: [UInt64], _ now: Int64, _ ranked: [[Double]]
  ) {
    let missing = batch.unknown(node, of: wanted)
    if !missing.contains(where: { $0 != 0 }) { return }
    var values: [UInt64]
    switch nodes[node] {
    case .constant(let value): values = value ? missing : missing.map { _ in 0 }
    case .and(let range): values = fillJunction(range, stopsAt: false, missing, now, ranked)
    case .or(let range): values = fillJunction(range, stopsAt: true, missing, now, ranked)
    case .not(let operand):
      fill(operand, missing, now, ranked)
      values = missing
      for word in missing.indices { values[word] &= ~batch.value(operand, word) }
    case .count(let view, let comparator, let constant) where isSimple(view):
      values = fillCount(view, comparator, constant, missing, now)
    case .percentile(let numeric, let comparator, let index):
      let numbers = ranked.indices.contains(index) ? ranked[index] : nil
      values = fillPercentile(numeric, comparator, index, missing, now, numbers)
    case .compare(let left, let comparator, let right):
      values = fillCompare(left, comparator, right, missing, now)
    case .chain(let index): values = fillChain(node, index, missing, now)
    default: values = fillEach(node, missing, now)
    }
    batch.note(node, values, for: missing)
  }

  private mutating func fillJunction(
    _ range: Operands, stopsAt value: Bool, _ wanted: [UInt64], _ now: Int64, _ ranked: [[Double]]
  ) -> [UInt64] {
    var undecided = wanted
    for index in range.start..<range.end {
      let operand = operands[index]
      fill(operand, undecided, now, ranked)
      var isOver = true
      for word in undecided.indices {
        let values = batch.value(operand, word)
        undecided[word] &= value ? ~values : values
        isOver = isOver && undecided[word] == 0
      }
      if isOver { break }
    }
    if !value { return undecided }
    var decided = wanted
    for word in wanted.indices { decided[word] &= ~undecided[word] }
    return decided
  }

  /// A chain: nobody without rows of its first selector can be in it.
  private mutating func fillChain(
    _ node: Int, _ index: Int, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    let first = chains[index].first
    let window = windows.resolve(first.window, at: now)
    var candidates = wanted.map { _ in UInt64(0) }
    for place in layout.partsOfTrack[first.track] {
      let part = layout.part[place]
      let count = findSlots(part, after: window.after, wanted)
      for index in 0..<count {
        let person = part.person(slot: Int(batch.slots[index]))
        candidates[person &>> 6] |= 1 &<< UInt64(person & 63)
      }
    }
    return fillEach(node, candidates, now, reading: chainTracks[index])
  }

  /// Any node, person by person.
  ///
  /// - Parameter tracks: Tracks whose rows are fetched ahead.
  private mutating func fillEach(
    _ node: Int, _ wanted: [UInt64], _ now: Int64, reading tracks: [Int] = []
  ) -> [UInt64] {
    let people = batch.slots
    var count = 0
    for word in wanted.indices {
      var rest = wanted[word]
      while rest != 0 {
        people[count] = UInt16(truncatingIfNeeded: word &<< 6 | rest.trailingZeroBitCount)
        rest &= rest &- 1
        count &+= 1
      }
    }
    var values = wanted
    var output = values.mutableSpan
    for index in 0..<count {
      let next = Int(people[min(index &+ TilePart.slotsAhead, count &- 1)])
      for track in tracks where layout.partsOfTrack[track].count == 1 {
        layout.part[layout.partsOfTrack[track].lowerBound].prefetch(person: next)
      }
      let person = Int(people[index])
      if !outcome(node, person, now).value {
        output[person &>> 6] &= ~(1 &<< UInt64(person & 63))
      }
    }
    return values
  }

  private mutating func fillPercentile(
    _ numeric: Int, _ comparator: Comparator, _ index: Int, _ wanted: [UInt64], _ now: Int64,
    _ ranked: [Double]?
  ) -> [UInt64] {
    guard let threshold = thresholds.step(index, at: now).threshold else {
      return wanted.map { _ in 0 }
    }
    if let ranked {
      let ranked = ArrayView(ranked)
      return filter(wanted) { comparator.holdsPresent(ranked[$0], threshold) }
    }
    let numbers = fillNumbers(numeric, wanted, now, depth: 0)
    return filter(wanted) { comparator.holdsPresent(numbers[$0], threshold) }
  }

  /// Comparisons of two numbers.
  private mutating func fillCompare(
    _ left: Int, _ comparator: Comparator, _ right: Int, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    let numbers = fillNumbers(left, wanted, now, depth: 0)
    if case .constant(let constant) = numerics[right] {
      return filter(wanted) { comparator.holdsPresent(numbers[$0], constant) }
    }
    let others = fillNumbers(right, wanted, now, depth: 1)
    return filter(wanted) { person in
      let other = others[person]
      return other == other
        ? comparator.holdsPresent(numbers[person], other) : comparator.holdsForAbsent
    }
  }

  @inline(__always)
  private func filter(_ people: [UInt64], _ holds: (Int) -> Bool) -> [UInt64] {
    var values = people
    for word in people.indices {
      var rest = people[word]
      var answers = rest
      while rest != 0 {
        let person = word &<< 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        if !holds(person) { answers &= ~(1 &<< UInt64(person & 63)) }
      }
      values[word] = answers
    }
    return values
  }
}

extension Comparator {
  /// Compares a number, NaN for an absent one, with a present one.
  @inline(__always)
  fileprivate func holdsPresent(_ number: Double, _ other: Double) -> Bool {
    number == number ? holds(number, other) : holdsForAbsent
  }
}
