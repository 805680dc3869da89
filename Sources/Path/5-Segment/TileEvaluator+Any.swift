import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// `any path (e)`: whether e is true for some value of the path.
  ///
  /// 1. The person's visible rows that have the path are collected with their value codes; values
  ///    whose rows are older than any window inside can reach answer like no rows at all and are
  ///    asked about once, together.
  /// 2. For each value the rows that have it are marked in the masks of the tracks inside, e is
  ///    evaluated, and the marks are taken back.
  mutating func quantified(_ index: Int, _ person: Int, _ now: Int64) -> Outcome {
    let quantified = plan.quantified[index]
    guard let path = binding.paths[quantified.path] else {
      return Outcome(value: false, until: .max)
    }
    let (rows, hasOthers) = candidates(quantified, path, person, now)
    var until = Int64.max
    if hasOthers {
      let outcome = outcome(quantified.root, person, now)
      if outcome.value { return outcome }
      until = outcome.until
    }
    var start = 0
    while start < rows.count {
      var end = start
      while end < rows.count && rows[end].code == rows[start].code { end += 1 }
      mark(rows[start..<end], in: index)
      let outcome = outcome(quantified.root, person, now)
      mark(rows[start..<end], in: index)
      if outcome.value { return outcome }
      until = min(until, outcome.until)
      start = end
    }
    return Outcome(value: false, until: until)
  }

  /// A row that has a value.
  struct ValueRow {
    var code: UInt32
    var posting: Int
    var row: Int
  }

  private func candidates(
    _ quantified: Quantified, _ path: UInt32, _ person: Int, _ now: Int64
  ) -> (rows: [ValueRow], hasOthers: Bool) {
    let oldest = oldestThatMatters(quantified, now)
    let table = binding.vocabulary.values[Int(path)]
    var rows: [ValueRow] = []
    var hasOthers = false
    for posting in tile.postings.indices {
      guard let codes = tile.postings[posting].column(path) else { continue }
      let times = tile.postings[posting].times
      for row in tile.postings[posting].rows(person) where codes[row] != 0 {
        if times[row] > now { break }
        if times[row] < oldest {
          hasOthers = true
          continue
        }
        for element in table.elements(codes[row]) {
          rows.append(ValueRow(code: element, posting: posting, row: row))
        }
      }
    }
    rows.sort { ($0.code, $0.posting, $0.row) < ($1.code, $1.posting, $1.row) }
    return (rows, hasOthers)
  }

  private func oldestThatMatters(_ quantified: Quantified, _ now: Int64) -> Int64 {
    var reach: Int64 = 0
    for view in quantified.views {
      guard let length = windows.reachMs(view.window) else { return .min }
      reach = max(reach, length)
    }
    return now &- reach
  }

  /// Flips the marks of rows in every track inside an `any`.
  private mutating func mark(_ rows: ArraySlice<ValueRow>, in index: Int) {
    for track in partsOfTrack.indices where plan.tracks[track].scope == index {
      for place in partsOfTrack[track] {
        guard case .posting(let posting) = parts[place].place,
          case .mask(var words) = parts[place].filter
        else { continue }
        parts[place].filter = .none
        let base = TilePart(
          place: .posting(posting), starts: [], times: [], filter: scopedFilters[place])
        for row in rows where row.posting == posting && base.passes(row.row) {
          words[row.row >> 6] ^= 1 << UInt64(row.row & 63)
        }
        parts[place].filter = .mask(words)
      }
    }
  }
}
