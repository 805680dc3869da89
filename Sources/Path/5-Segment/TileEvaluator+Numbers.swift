import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// The numbers of all people of the tile who exist at `now`; NaN where absent.
  ///
  /// Shape: one entry per person of the tile.
  mutating func numbers(_ numeric: Int, at now: Int64) -> [Double] {
    var numbers = [Double](repeating: .nan, count: tile.people)
    if case .aggregate(.sum, let view, let path?) = plan.numerics[numeric],
      partsOfTrack[view.track].count <= 1
    {
      for person in 0..<tile.people where tile.firstSeen[person] <= now { numbers[person] = 0 }
      guard let place = partsOfTrack[view.track].first else { return numbers }
      if case .posting(let posting) = parts[place].place {
        sums(posting, parts[place], view, path, now, &numbers)
        return numbers
      }
    }
    for person in 0..<tile.people where tile.firstSeen[person] <= now {
      numbers[person] = number(numeric, person, now).number ?? .nan
    }
    return numbers
  }

  /// Sums of one posting's column, for everybody who has rows in the window.
  private mutating func sums(
    _ posting: Int, _ part: TilePart, _ view: View, _ path: Int, _ now: Int64,
    _ numbers: inout [Double]
  ) {
    guard let code = binding.paths[path], let codes = tile.postings[posting].column(code) else {
      return
    }
    let window = windows.resolve(view.window, at: now)
    let table = binding.numbers[path]
    for person in 0..<tile.people {
      let range = part.range(person, now, window)
      if range.isEmpty { continue }
      var accumulator = NumberAccumulator(.sum)
      accumulator.add(part, range, codes, table)
      numbers[person] = accumulator.result ?? 0
    }
  }
}

extension NumberAccumulator {
  /// Adds the numbers of the rows of a range that pass.
  mutating func add(_ part: TilePart, _ range: RowRange, _ codes: Codes, _ table: NumberTable) {
    for row in range.lower..<range.upper where part.passes(row) {
      let number = table.numbers[Int(codes[row])]
      if number == number { add(number, exactCount: table.exactCount) }
    }
  }
}
