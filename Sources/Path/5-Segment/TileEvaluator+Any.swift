import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// A row that has a value.
struct ValueRow {
  var code: UInt32
  var posting: Int
  var row: Int
}

extension TileEvaluator {
  /// `any path (e)`: whether e is true for some value of the path.
  ///
  /// 1. The person's visible rows that have the path are collected with their value codes; values
  ///    whose rows are older than any window inside can reach answer like no rows at all and are
  ///    asked about once, together.
  /// 2. For each value the rows that have it are marked in the parts inside, e is evaluated, and
  ///    the marks are taken back.
  mutating func quantified(_ index: Int, _ person: Int, _ now: Int64) -> Outcome {
    let root = quantifiedRoots[index].root
    let keepsAnswers = memory.isActive
    memory.isActive = false
    defer { memory.isActive = keepsAnswers }
    let (rows, hasOthers) = valueRows(index, person, now)
    var until = Int64.max
    if hasOthers {
      let outcome = outcome(root, person, now)
      if outcome.value { return outcome }
      until = outcome.until
    }
    var start = 0
    while start < rows.count {
      var end = start
      while end < rows.count && rows[end].code == rows[start].code { end += 1 }
      mark(rows[start..<end], in: index)
      let outcome = outcome(root, person, now)
      mark(rows[start..<end], in: index)
      if outcome.value { return outcome }
      until = min(until, outcome.until)
      start = end
    }
    return Outcome(value: false, until: until)
  }

  private func valueRows(
    _ index: Int, _ person: Int, _ now: Int64
  ) -> (rows: [ValueRow], hasOthers: Bool) {
    let path = quantifiedRoots[index].path
    guard let code = binding.paths[path] else { return ([], false) }
    let oldest = reaches[index].map { now &- $0 } ?? .min
    var rows: [ValueRow] = []
    var hasOthers = false
    for posting in 0..<layout.columns.postingCount {
      let codes = layout.columns.column(path, posting)
      if !codes.exists { continue }
      let part = layout.columns.part(posting)
      let all = part.rows(person)
      var row = all.lowerBound
      while row < all.upperBound && part.times[row] <= now {
        if codes[row] != 0 {
          if part.times[row] < oldest {
            hasOthers = hasOthers || !binding.elements(code, codes[row]).isEmpty
          } else {
            for element in binding.elements(code, codes[row]) {
              rows.append(ValueRow(code: element, posting: posting, row: row))
            }
          }
        }
        row += 1
      }
    }
    rows.sort { ($0.code, $0.posting, $0.row) < ($1.code, $1.posting, $1.row) }
    return (rows, hasOthers)
  }

  /// Flips the marks of rows in every part inside an `any`.
  func mark(_ rows: ArraySlice<ValueRow>, in index: Int) {
    for scoped in layout.scopes where scoped.scope == index {
      var part = layout.columns.part(scoped.posting)
      part.filter = scoped.filter
      for row in rows where row.posting == scoped.posting && part.passes(row.row) {
        scoped.marks.flip(row.row)
      }
    }
  }
}

extension Binding {
  /// The values that `any` sees behind a value code of a path.
  func elements(_ path: UInt32, _ code: UInt32) -> [UInt32] {
    vocabulary.values[Int(path)].elements(code)
  }
}
