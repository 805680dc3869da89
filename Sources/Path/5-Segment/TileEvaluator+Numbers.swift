import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// The numbers of all people of the tile who exist at `now`; NaN where absent.
  ///
  /// Shape: one entry per person of the tile.
  mutating func numbers(_ numeric: Int, at now: Int64) -> [Double] {
    var numbers = [Double](repeating: .nan, count: columns.people)
    if case .aggregate(.sum, let view, let path?) = numerics[numeric],
      let part = onlyPosting(view)
    {
      sums(part.part, part.posting, view, path, now, &numbers)
      return numbers
    }
    for person in 0..<columns.people where columns.firstSeen[person] <= now {
      numbers[person] = number(numeric, person, now).number ?? .nan
    }
    return numbers
  }

  private func onlyPosting(_ view: View) -> (part: TilePart, posting: Int)? {
    guard partsOfTrack[view.track].count == 1 else { return nil }
    let part = parts[partsOfTrack[view.track].lowerBound]
    guard case .posting(let posting) = part.place else { return nil }
    return (part, posting)
  }

  /// Sums of one posting's column.
  private mutating func sums(
    _ part: TilePart, _ posting: Int, _ view: View, _ path: Int, _ now: Int64,
    _ numbers: inout [Double]
  ) {
    let window = windows.resolve(view.window, at: now)
    let codes = columns.column(path, posting)
    let table = numberTables[path]
    for person in 0..<columns.people where columns.firstSeen[person] <= now { numbers[person] = 0 }
    warm(part, window)
    for slot in slotScratch {
      let range = part.range(slot: slot, now, window)
      let person = part.person(slot: slot)
      if case .none = part.filter, range.upper &- range.lower <= table.exactCount {
        numbers[person] = plainSum(codes, table.numbers, range)
      } else {
        var accumulator = NumberAccumulator(.sum)
        accumulator.add(part, range, codes, table)
        numbers[person] = accumulator.result ?? 0
      }
    }
  }

  /// The sum of a range's numbers, which doubles add up exactly.
  @inline(__always)
  private func plainSum(
    _ codes: CodesView, _ numbers: ArrayView<Double>, _ range: RowRange
  ) -> Double {
    if !codes.exists { return 0 }
    var sum = 0.0
    var row = range.lower
    while row < range.upper {
      let number = numbers[Int(codes[row])]
      sum += number == number ? number : 0
      row &+= 1
    }
    return sum
  }
}
