import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// Answers of a tile's people at one instant, kept while all segments are evaluated.
///
/// Shape: by node, then one bit per person. `known` tells for whom `values` was computed: a node
/// shared by segments is computed once for each person who needs it.
struct BatchMemory {
  private(set) var words = 0
  private var values: [UInt64] = []
  private var known: [UInt64] = []

  /// Forgets everything; nodes have `words` words each.
  mutating func reset(nodes: Int, words: Int) {
    self.words = words
    let count = nodes * words
    if values.count != count {
      values = [UInt64](repeating: 0, count: count)
      known = values
      return
    }
    for index in 0..<count {
      values[index] = 0
      known[index] = 0
    }
  }

  /// The answers of a node, right for the people it is known for.
  func value(_ node: Int, _ word: Int) -> UInt64 { values[node * words + word] }

  /// For whom a node is known.
  func known(_ node: Int, _ word: Int) -> UInt64 { known[node * words + word] }

  /// Notes the answers of a node for some people.
  mutating func note(_ node: Int, _ answers: [UInt64], for people: [UInt64]) {
    for word in 0..<words {
      values[node * words + word] |= answers[word] & people[word]
      known[node * words + word] |= people[word]
    }
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
      members.append((0..<words).map { batch.value(segment.root, $0) })
    }
    return members
  }

  /// Makes sure that a node is known for the wanted people.
  private mutating func fill(_ node: Int, _ wanted: [UInt64], _ now: Int64) {
    var missing = wanted
    var isComplete = true
    for word in missing.indices {
      missing[word] &= ~batch.known(node, word)
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
      values = missing
      for word in missing.indices { values[word] &= ~batch.value(operand, word) }
    case .count(let view, let comparator, let constant)
    where partsOfTrack[view.track].count <= 1 && !isFilteredSession(view):
      values = fillCount(view, comparator, constant, missing, now)
    case .percentile(let numeric, let comparator, let index):
      values = fillPercentile(numeric, comparator, index, missing, now)
    case .compare(let left, let comparator, let right):
      if let left = simpleCount(left), let right = simpleCount(right) {
        values = fillCompare(left, comparator, right, missing, now)
      } else {
        values = fillEach(node, missing, now)
      }
    case .chain(let index): values = fillChain(node, index, missing, now)
    default: values = fillEach(node, missing, now)
    }
    batch.note(node, values, for: missing)
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
    var values = ofNothing ? wanted : wanted.map { _ in 0 }
    warm(part, window)
    for slot in slotScratch {
      let person = part.person(slot: slot)
      let bit: UInt64 = 1 &<< UInt64(person & 63)
      if wanted[person &>> 6] & bit == 0 { continue }
      let holds = part.holds(comparator, constant, slot: slot, now, window)
      if holds != ofNothing { values[person &>> 6] ^= bit }
    }
    return values
  }

  /// Puts the slots that have rows in the window into `slotScratch` and reads their last rows.
  ///
  /// The reads do not depend on each other, so that the memory serves many at once; the counting
  /// that follows finds them in the cache (docs/decisions/0003).
  mutating func warm(_ part: TilePart, _ window: ResolvedWindow) {
    slotScratch.removeAll(keepingCapacity: true)
    var sum: Int64 = 0
    var slot = 0
    let slots = part.slots
    while slot < slots {
      if part.lasts[slot] > window.after { slotScratch.append(slot) }
      slot &+= 1
    }
    for slot in slotScratch {
      let row = Int(part.starts[slot &+ 1]) &- 1
      sum &+= part.times[row]
      if case .bytes(let codes, _) = part.filter { sum &+= Int64(codes[row]) }
    }
    warmed = sum
  }

  /// Comparisons of two counts of one part each.
  private mutating func fillCompare(
    _ left: View, _ comparator: Comparator, _ right: View, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    let leftPart = parts[partsOfTrack[left.track].lowerBound]
    let rightPart = parts[partsOfTrack[right.track].lowerBound]
    let leftWindow = windows.resolve(left.window, at: now)
    let rightWindow = windows.resolve(right.window, at: now)
    return filter(wanted) { person in
      let left = leftPart.range(person, now, leftWindow)
      let right = rightPart.range(person, now, rightWindow)
      return comparator.holds(
        Double(left.isEmpty ? 0 : leftPart.count(left.lower, left.upper)),
        Double(right.isEmpty ? 0 : rightPart.count(right.lower, right.upper)))
    }
  }

  /// The view of a number that is a count of one part whose filter does not depend on now.
  private func simpleCount(_ numeric: Int) -> View? {
    guard case .aggregate(.count, let view, _) = numerics[numeric],
      partsOfTrack[view.track].count == 1, !isFilteredSession(view)
    else { return nil }
    return view
  }

  /// A chain: nobody without rows of its first selector can be in it.
  private mutating func fillChain(
    _ node: Int, _ index: Int, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    let first = chains[index].first
    let places = partsOfTrack[first.track]
    var candidates = wanted.map { _ in UInt64(0) }
    let window = windows.resolve(first.window, at: now)
    for place in places {
      let part = parts[place]
      for slot in 0..<part.slots where part.lasts[slot] > window.after {
        let person = part.person(slot: slot)
        candidates[person &>> 6] |= 1 &<< UInt64(person & 63)
      }
    }
    for word in candidates.indices { candidates[word] &= wanted[word] }
    return fillEach(node, candidates, now)
  }

  /// Any node, person by person.
  private mutating func fillEach(_ node: Int, _ wanted: [UInt64], _ now: Int64) -> [UInt64] {
    var values = wanted
    for word in wanted.indices {
      var rest = wanted[word]
      while rest != 0 {
        let person = word &<< 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        if !outcome(node, person, now).value { values[word] &= ~(1 &<< UInt64(person & 63)) }
      }
    }
    return values
  }

  private mutating func fillPercentile(
    _ numeric: Int, _ comparator: Comparator, _ index: Int, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    guard let threshold = thresholds.step(index, at: now).threshold else {
      return wanted.map { _ in 0 }
    }
    let numbers = numbers(numeric, at: now)
    return filter(wanted) { person in
      let number = numbers[person]
      return number == number
        ? comparator.holds(number, threshold) : comparator.holdsForAbsent
    }
  }

  private func filter(_ people: [UInt64], _ holds: (Int) -> Bool) -> [UInt64] {
    var values = people
    for word in people.indices {
      var rest = people[word]
      while rest != 0 {
        let person = word &<< 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        if !holds(person) { values[word] &= ~(1 &<< UInt64(person & 63)) }
      }
    }
    return values
  }
}
