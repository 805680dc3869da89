import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// The numbers of all people of the tile who exist at `now`; NaN where absent.
  ///
  /// Shape: one entry per person of the tile.
  package mutating func rankedNumbers(_ percentile: Int, at now: Int64) -> [Double] {
    batch.reset(nodes: nodes.count, words: Bits.words(layout.columns.people))
    let universe = layout.tile.people(at: now)
    let numeric = binding.plan.percentiles[percentile].numeric
    let numbers = fillNumbers(numeric, universe, now, depth: 0)
    return (0..<layout.columns.people).map { person in
      universe[person >> 6] >> UInt64(person & 63) & 1 == 1 ? numbers[person] : .nan
    }
  }

  /// The numbers of the wanted people by person, NaN where absent; those of others mean nothing.
  ///
  /// - Parameter depth: Which memory the result takes.
  mutating func fillNumbers(
    _ numeric: Int, _ wanted: [UInt64], _ now: Int64, depth: Int
  ) -> ScratchView<Double> {
    let numbers = batch.numbers(depth)
    switch numerics[numeric] {
    case .constant(let number):
      for person in 0..<layout.columns.people { numbers[person] = number }
    case .aggregate(.count, let view, _) where isSimple(view):
      fillCounts(view, wanted, now, numbers)
    case .aggregate(.sum, let view, let path?) where isPlainSum(view, path):
      fillSums(view, path, wanted, now, numbers)
    default: fillEach(numeric, wanted, now, numbers)
    }
    return numbers
  }

  private mutating func fillEach(
    _ numeric: Int, _ wanted: [UInt64], _ now: Int64, _ numbers: ScratchView<Double>
  ) {
    for word in wanted.indices {
      var rest = wanted[word]
      while rest != 0 {
        let person = word &<< 6 | rest.trailingZeroBitCount
        rest &= rest &- 1
        numbers[person] = number(numeric, person, now).number ?? .nan
      }
    }
  }

  private mutating func fillCounts(
    _ view: View, _ wanted: [UInt64], _ now: Int64, _ numbers: ScratchView<Double>
  ) {
    for person in 0..<layout.columns.people { numbers[person] = 0 }
    guard let place = layout.partsOfTrack[view.track].first else { return }
    let window = windows.resolve(view.window, at: now)
    let part = layout.part[place]
    let count = findSlots(part, after: window.after, wanted)
    let slots = batch.slots
    for index in 0..<count {
      part.prefetch(slot: Int(slots[min(index &+ TilePart.slotsAhead, count &- 1)]))
      let slot = Int(slots[index])
      numbers[part.person(slot: slot)] = Double(part.count(slot: slot, window))
    }
  }

  /// Whether a sum reads events only, and doubles add up all their rows exactly in any order.
  func isPlainSum(_ view: View, _ path: Int) -> Bool {
    for place in layout.namedPartsOfTrack[view.track] {
      if case .sessions = layout.part[place].place { return false }
    }
    return layout.columns.all.times.count <= numberTables[path].exactCount
  }

  private mutating func fillSums(
    _ view: View, _ path: Int, _ wanted: [UInt64], _ now: Int64, _ numbers: ScratchView<Double>
  ) {
    for person in 0..<layout.columns.people { numbers[person] = 0 }
    let window = windows.resolve(view.window, at: now)
    let addends = numberTables[path].addends
    for place in layout.namedPartsOfTrack[view.track] {
      let part = layout.part[place]
      let codes = layout.columns.column(path, part.place)
      if !codes.exists { continue }
      let count = findSlots(part, after: window.after, wanted)
      switch codes {
      case .none: break
      case .bytes(let codes):
        addSums(part, count, window, numbers) { addends[Int(codes[$0])] }
      case .shorts(let codes):
        addSums(part, count, window, numbers) { addends[Int(codes[$0])] }
      case .words(let codes):
        addSums(part, count, window, numbers) { addends[Int(codes[$0])] }
      case .sparse:
        addSums(part, count, window, numbers) { addends[Int(codes[$0])] }
      }
    }
  }

  @inline(__always)
  private func addSums(
    _ part: TilePart, _ count: Int, _ window: ResolvedWindow, _ numbers: ScratchView<Double>,
    _ addend: (Int) -> Double
  ) {
    let slots = batch.slots
    let isUnfiltered = if case .none = part.filter { true } else { false }
    for index in 0..<count {
      part.prefetch(slot: Int(slots[min(index &+ TilePart.slotsAhead, count &- 1)]))
      let slot = Int(slots[index])
      let sum: Double =
        isUnfiltered
        ? part.fold(slot, window, addend)
        : part.fold(slot, window) { part.passes($0) ? addend($0) : 0 }
      numbers[part.person(slot: slot)] += sum
    }
  }
}
