import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// Whether a view reads one part at most, whose filter does not depend on now.
  func isSimple(_ view: View) -> Bool {
    let places = layout.partsOfTrack[view.track]
    return places.isEmpty
      || places.count == 1 && layout.sessionFilters[places.lowerBound] == nil
  }

  /// Puts the slots of wanted people that have rows after an instant into `batch.slots`.
  ///
  /// Branches on the data would stop the processor from reading ahead: every slot is written, and
  /// the place to write moves on only for those that count (docs/decisions/0003).
  ///
  /// - Returns: Number of slots.
  func findSlots(_ part: TilePart, after: Int64, _ wanted: [UInt64]) -> Int {
    let lasts = part.lasts
    let slots = batch.slots
    let members = part.members
    let wanted = ArrayView(wanted)
    var count = 0
    var people = 0
    for word in 0..<wanted.count { people &+= wanted[word].nonzeroBitCount }
    if people &* Self.slotsPerSearch < lasts.count {
      return findSlots(part, after: after, of: wanted)
    }
    if members.count == 0 {
      for word in 0..<wanted.count {
        let people = wanted[word]
        if people == 0 { continue }
        var slot = word &<< 6
        let end = min(slot &+ 64, lasts.count)
        while slot < end {
          slots[count] = UInt16(truncatingIfNeeded: slot)
          let isWanted = people &>> UInt64(slot & 63) & 1
          count &+= (lasts[slot] > after ? 1 : 0) & Int(truncatingIfNeeded: isWanted)
          slot &+= 1
        }
      }
      return count
    }
    var slot = 0
    while slot < members.count {
      let person = Int(members[slot])
      slots[count] = UInt16(truncatingIfNeeded: slot)
      let isWanted = wanted[person &>> 6] &>> UInt64(person & 63) & 1
      count &+= (lasts[slot] > after ? 1 : 0) & Int(truncatingIfNeeded: isWanted)
      slot &+= 1
    }
    return count
  }

  /// So many slots are walked in the time in which one is found by its person.
  private static let slotsPerSearch = 8

  /// The same for few people, each of whom is looked up.
  private func findSlots(_ part: TilePart, after: Int64, of wanted: ArrayView<UInt64>) -> Int {
    let slots = batch.slots
    var count = 0
    for word in 0..<wanted.count {
      var rest = wanted[word]
      while rest != 0 {
        let person = word &<< 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        guard let slot = part.slot(person) else { continue }
        slots[count] = UInt16(truncatingIfNeeded: slot)
        count &+= part.lasts[slot] > after ? 1 : 0
      }
    }
    return count
  }

  /// Counts of one part compared with a constant: the commonest node.
  mutating func fillCount(
    _ view: View, _ comparator: Comparator, _ constant: Double, _ wanted: [UInt64], _ now: Int64
  ) -> [UInt64] {
    let ofNothing = comparator.holds(0, constant)
    let values = ofNothing ? wanted : wanted.map { _ in 0 }
    guard let place = layout.partsOfTrack[view.track].first else { return values }
    let part = layout.part[place]
    let window = windows.resolve(view.window, at: now)
    let count = findSlots(part, after: window.after, wanted)
    guard let test = comparator.leastCount(constant) else {
      return flip(values, part, count, ahead: part.prefetch(slot:)) { slot in
        comparator.holds(Double(part.count(slot: slot, window)), constant) != ofNothing
      }
    }
    let (least, holds) = test
    // From `least` on the answer is another than that of nothing.
    if least == 0 { return holds ? wanted : wanted.map { _ in 0 } }
    guard part.latest <= now, window.through >= now else {
      return flip(values, part, count, ahead: part.prefetch(slot:)) { slot in
        part.count(slot: slot, window) >= least
      }
    }
    if least == 1, case .none = part.filter {
      return flip(values, part, count, ahead: { _ in }, changes: { _ in true })
    }
    // All rows up to the last are in the window or before it: people have at least so many if the
    // row that is so many from the end is in it. Others stay as if they had none.
    let ahead = { (slot: Int) in part.times.prefetch(Int(part.starts[slot &+ 1]) &- least) }
    if case .none = part.filter {
      return flip(values, part, count, ahead: ahead) { slot in
        part.has(least, slot: slot, after: window.after)
      }
    }
    let enough = least == 1 ? count : keepSlots(part, count, least, after: window.after, ahead)
    return flip(values, part, enough, ahead: part.prefetch(slot:)) { slot in
      part.count(slot: slot, window) >= least
    }
  }

  /// Keeps those of the first slots in `batch.slots` that have so many rows after an instant.
  ///
  /// - Returns: Number of slots.
  @inline(__always)
  private mutating func keepSlots(
    _ part: TilePart, _ count: Int, _ least: Int, after: Int64, _ ahead: (Int) -> Void
  ) -> Int {
    let slots = batch.slots
    var kept = 0
    for index in 0..<count {
      ahead(Int(slots[min(index &+ TilePart.slotsAhead, count &- 1)]))
      let slot = slots[index]
      slots[kept] = slot
      kept &+= part.has(least, slot: Int(slot), after: after) ? 1 : 0
    }
    return kept
  }

  /// Flips the bits of the people of the first slots in `batch.slots` for which `changes` holds.
  ///
  /// - Parameter ahead: Fetches what `changes` will read of a slot.
  @inline(__always)
  private func flip(
    _ values: [UInt64], _ part: TilePart, _ count: Int, ahead: (Int) -> Void,
    changes: (Int) -> Bool
  ) -> [UInt64] {
    var flipped = values
    var output = flipped.mutableSpan
    let slots = batch.slots
    for index in 0..<count {
      ahead(Int(slots[min(index &+ TilePart.slotsAhead, count &- 1)]))
      let slot = Int(slots[index])
      let person = part.person(slot: slot)
      output[person &>> 6] ^= (changes(slot) ? 1 : 0) &<< UInt64(person & 63)
    }
    return flipped
  }
}

extension TilePart {
  /// So many slots ahead of the one in work rows are fetched: a loop that waits for each slot's
  /// rows in turn waits for memory.
  static let slotsAhead = 40

  /// Whether a slot, which has rows, has so many after an instant.
  @inline(__always)
  func has(_ least: Int, slot: Int, after: Int64) -> Bool {
    let start = Int(starts[slot])
    let row = Int(starts[slot &+ 1]) &- least
    // Without a branch, which would depend on the data.
    return (row >= start ? 1 : 0) & (times[max(row, start)] > after ? 1 : 0) == 1
  }

  /// Has the processor fetch the last rows of a slot, to be read soon.
  @inline(__always)
  func prefetch(slot: Int) {
    let last = Int(starts[slot &+ 1]) &- 1
    times.prefetch(last)
    filter.prefetch(last)
  }

  /// Has the processor fetch what tells whether a person has rows, and the last of them.
  @inline(__always)
  func prefetch(person: Int) {
    guard let slot = slot(person) else { return }
    lasts.prefetch(slot)
    prefetch(slot: slot)
  }

  /// Number of passing rows of a slot inside a window, counted from the last row backward: windows
  /// that end at now hold the last few.
  @inline(__always)
  func count(slot: Int, _ window: ResolvedWindow) -> Int {
    switch filter {
    case .none: fold(slot, window) { _ in 1 }
    case .bytes(let codes, let holds): fold(slot, window) { holds[Int(codes[$0])] ? 1 : 0 }
    case .codes(let codes, let holds): fold(slot, window) { holds[Int(codes[$0])] ? 1 : 0 }
    case .bits(let bits): fold(slot, window) { bits.contains($0) ? 1 : 0 }
    }
  }

  /// The sum of a number of each row of a slot inside a window.
  @inline(__always)
  func fold<Sum: AdditiveArithmetic>(
    _ slot: Int, _ window: ResolvedWindow, _ number: (Int) -> Sum
  ) -> Sum {
    let start = Int(starts[slot])
    var row = Int(starts[slot &+ 1])
    var sum = Sum.zero
    while row > start {
      row &-= 1
      let time = times[row]
      if time <= window.after { break }
      if time <= window.through { sum += number(row) }
    }
    return sum
  }
}
