import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// A row that has a value.
struct ValueRow {
  var code: UInt32
  var posting: Int
  var row: Int
  /// Its row in `Tile.all`; `nil` where event names are few and no part inside looks at those rows.
  var wholeRow: Int?
  /// Unit: ms since 1970 UTC.
  var time: Int64
}

extension TileEvaluator {
  /// `any path (e)`: whether e is true for some value of the path.
  ///
  /// 1. The person's visible rows that have the path are collected with their value codes; values
  ///    whose rows are older than any window inside can reach answer like no rows at all and are
  ///    asked about once, together.
  /// 2. For each value the rows that have it are marked in the parts inside, e is evaluated, and
  ///    the marks are taken back.
  ///
  /// While time goes forward the answers for single values are kept: `ValueHistory`.
  mutating func quantified(_ index: Int, _ person: Int, _ now: Int64) -> Outcome {
    if memory.isActive {
      memory.isActive = false
      defer { memory.isActive = true }
      return history(index, person, now)
    }
    let root = quantifiedRoots[index].root
    let (rows, hasOthers) = valueRows(index, person, now)
    var until = Int64.max
    if hasOthers {
      let outcome = outcome(root, person, now)
      if outcome.value { return outcome }
      until = outcome.until
    }
    let byValue = outcome(byValue: rows, index, person, now)
    return byValue.value
      ? byValue : Outcome(value: false, until: min(until, byValue.until))
  }

  /// Whether the condition of an `any` holds for some value, given the rows by value.
  private mutating func outcome(
    byValue rows: [ValueRow], _ index: Int, _ person: Int, _ now: Int64
  ) -> Outcome {
    let root = quantifiedRoots[index].root
    var until = Int64.max
    var start = 0
    while start < rows.count {
      var end = start
      while end < rows.count && rows[end].code == rows[start].code { end += 1 }
      mark(rows[start..<end], in: index)
      let outcome = outcome(root, person, now)
      if outcome.value { noteWitness(rows[start].code, index, person, now) }
      mark(rows[start..<end], in: index)
      if outcome.value { return outcome }
      until = min(until, outcome.until)
      start = end
    }
    return Outcome(value: false, until: until)
  }

  /// Notes a value of which the condition of an `any` is true; its rows are marked.
  private mutating func noteWitness(
    _ code: UInt32, _ index: Int, _ person: Int, _ now: Int64
  ) {
    if !isByValue[index] { return }
    let watch = watch(quantifiedRoots[index].root, person, now)
    witnesses.note(index, person, now, AnyWitness(code: code, watch: watch))
  }

  /// The answer of the condition of an `any` for a value.
  mutating func outcome(
    ofValue code: UInt32, _ index: Int, _ person: Int, _ now: Int64
  ) -> Outcome {
    let before = reaches[index].map { now &- $0 &- 1 } ?? .min
    var rows = valueScratch
    valueScratch = []
    rows.removeAll(keepingCapacity: true)
    addRows(of: code, index, person, after: before, through: now, to: &rows)
    mark(rows[...], in: index)
    let outcome = outcome(quantifiedRoots[index].root, person, now)
    if outcome.value { noteWitness(code, index, person, now) }
    mark(rows[...], in: index)
    valueScratch = rows
    return outcome
  }

  /// The answer of an `any` that was false before the events of `now`, which each concern the
  /// values they have alone; `nil` where parts inside look at other rows too.
  ///
  /// The answers of all other values last as long as they did.
  mutating func quantifiedAnew(_ index: Int, _ person: Int, _ now: Int64) -> Outcome? {
    guard isByValue[index] else { return nil }
    let path = quantifiedRoots[index].path
    if !newValues.isKnown(path, at: now) { findNewValues(index, person, now) }
    let rows = newValues.take(path)
    let outcome = outcome(byValue: rows, index, person, now)
    newValues.put(path, rows)
    return outcome
  }

  /// Whether an `any` that was false before the events of `now` is so still, since none of the
  /// values that they have is in as many rows as its condition needs. Asks no track.
  package mutating func lacksRows(_ node: Int, _ person: Int, _ now: Int64) -> Bool {
    guard case .any(let index) = nodes[node], isByValue[index], rowsNeeded[index] > 1 else {
      return false
    }
    let path = quantifiedRoots[index].path
    if !newValues.isKnown(path, at: now) { findNewValues(index, person, now) }
    return newValues.mostRows(path) < rowsNeeded[index]
  }

  /// Finds the values that the events of `now` have at the path of an `any`, and all rows that have
  /// them, as far back as any condition on that path looks.
  private mutating func findNewValues(_ index: Int, _ person: Int, _ now: Int64) {
    let path = quantifiedRoots[index].path
    var rows = newValues.begin(path, at: now)
    forEachValue(index, person, after: now - 1, through: now) { rows.append($0) }
    let new = rows.count
    if new > 0 {
      let before = sharedReaches[index].map { now &- $0 &- 1 } ?? .min
      if new == 1 {
        addRows(of: rows[0].code, index, person, after: before, through: now - 1, to: &rows)
      } else {
        forEachValue(index, person, after: before, through: now - 1) { row in
          for place in 0..<new where rows[place].code == row.code {
            rows.append(row)
            return
          }
        }
        rows.sort { $0.code < $1.code }
      }
    }
    newValues.note(path, rows)
  }

  /// Rows whose codes are compared without asking for their times first.
  private static let comparedMax = 2_048

  /// Adds the rows of some time that have a value at the path of an `any`.
  private func addRows(
    of code: UInt32, _ index: Int, _ person: Int, after start: Int64, through end: Int64,
    to found: inout [ValueRow]
  ) {
    if !binding.elements[index].isPlain || layout.columns.whole != nil {
      return forEachValue(index, person, after: start, through: end) { row in
        if row.code == code { found.append(row) }
      }
    }
    let path = quantifiedRoots[index].path
    for posting in 0..<layout.columns.postingCount
    where layout.columns.latest(posting) > start {
      let codes = layout.columns.column(path, posting)
      if !codes.exists { continue }
      let part = layout.columns.part(posting)
      let all = part.rows(person)
      func add(_ row: Int) {
        let time = part.times[row]
        if time <= start || time > end { return }
        found.append(ValueRow(code: code, posting: posting, row: row, time: time))
      }
      // Few have the value: to compare codes costs less than to find where a time begins.
      if case .words(let codes) = codes, all.count <= Self.comparedMax {
        codes.forEachIndex(of: code, in: all) { add($0) }
        continue
      }
      let first = TimeSearch.firstAfter(part.times, all.lowerBound, all.upperBound, start)
      let last = TimeSearch.firstAfter(part.times, first, all.upperBound, end)
      if case .words(let codes) = codes {
        codes.forEachIndex(of: code, in: first..<last) { add($0) }
      } else {
        for row in first..<last where codes[row] == code { add(row) }
      }
    }
  }

  /// The person's rows that can matter at `now`, by value; and whether some value has older ones
  /// alone.
  private func valueRows(
    _ index: Int, _ person: Int, _ now: Int64
  ) -> (rows: [ValueRow], hasOthers: Bool) {
    let before = reaches[index].map { now &- $0 &- 1 } ?? .min
    var rows: [ValueRow] = []
    forEachValue(index, person, after: before, through: now) { rows.append($0) }
    rows.sort { $0.code < $1.code }
    var hasOthers = false
    visitValues(index, person, after: .min, through: before) { old in
      hasOthers = !Self.has(old.code, rows)
      return !hasOthers
    }
    return (rows, hasOthers)
  }

  /// Whether a value is among rows by value.
  private static func has(_ code: UInt32, _ rows: [ValueRow]) -> Bool {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].code < code { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low].code == code
  }

  /// Visits every value of an `any`'s path in a person's rows of some time.
  private func forEachValue(
    _ index: Int, _ person: Int, after start: Int64, through end: Int64,
    _ body: (ValueRow) -> Void
  ) {
    visitValues(index, person, after: start, through: end) { row in
      body(row)
      return true
    }
  }

  /// Visits values of an `any`'s path in a person's rows of some time until `body` says that it has
  /// seen enough.
  private func visitValues(
    _ index: Int, _ person: Int, after start: Int64, through end: Int64,
    _ body: (ValueRow) -> Bool
  ) {
    let path = quantifiedRoots[index].path
    if let whole = layout.columns.whole {
      return visitValues(index, person, after: start, through: end, whole, body)
    }
    let elements = binding.elements[index]
    for posting in 0..<layout.columns.postingCount
    where layout.columns.latest(posting) > start {
      let codes = layout.columns.column(path, posting)
      if !codes.exists { continue }
      let part = layout.columns.part(posting)
      let rows = part.rows(person)
      if rows.isEmpty || part.times[rows.upperBound &- 1] <= start { continue }
      let first = TimeSearch.firstAfter(part.times, rows.lowerBound, rows.upperBound, start)
      for row in first..<rows.upperBound {
        let time = part.times[row]
        if time > end { break }
        let goesOn = elements.visit(codes[row]) {
          body(ValueRow(code: $0, posting: posting, row: row, time: time))
        }
        if !goesOn { return }
      }
    }
  }

  /// The same where event names are many.
  private func visitValues(
    _ index: Int, _ person: Int, after start: Int64, through end: Int64, _ whole: WholeRows,
    _ body: (ValueRow) -> Bool
  ) {
    let all = layout.columns.all
    let codes = layout.columns.column(quantifiedRoots[index].path, .all)
    if !codes.exists { return }
    let elements = binding.elements[index]
    let rows = all.rows(person)
    let first = TimeSearch.firstAfter(all.times, rows.lowerBound, rows.upperBound, start)
    for row in first..<rows.upperBound {
      let time = all.times[row]
      if time > end { break }
      let goesOn = elements.visit(codes[row]) {
        body(
          ValueRow(
            code: $0, posting: Int(layout.columns.allNames[row]),
            row: Int(whole.rowInPosting[row]), wholeRow: row, time: time))
      }
      if !goesOn { return }
    }
  }

  /// The answer from the answers for single values that still hold, and new ones for the others.
  private mutating func history(_ index: Int, _ person: Int, _ now: Int64) -> Outcome {
    if !histories[index].isBuilt { buildHistory(index, person) }
    let root = quantifiedRoots[index].root
    let oldest = reaches[index].map { now &- $0 } ?? .min
    while let place = histories[index].due(at: now) {
      let marks = histories[index].marks(of: place, from: oldest, through: now)
      flip(marks, of: index)
      let outcome = outcome(root, person, now)
      flip(marks, of: index)
      histories[index].note(place, outcome, at: now)
    }
    return histories[index].answer
  }

  /// Collects a person's rows by value.
  ///
  /// Of rows that no part inside the `any` looks at only the first of each value counts: it makes
  /// the value a candidate.
  private mutating func buildHistory(_ index: Int, _ person: Int) {
    var rows = valueScratch
    valueScratch = []
    rows.removeAll(keepingCapacity: true)
    forEachValue(index, person, after: .min, through: .max) { rows.append($0) }
    rows.sort { ($0.code, $0.time) < ($1.code, $1.time) }
    histories[index].startBuilding()
    var code: UInt32?
    for row in rows {
      let isFirst = row.code != code
      if isFirst { histories[index].addValue(first: row.time) }
      code = row.code
      if addMarks(of: row, index) || isFirst { histories[index].addTime(row.time) }
    }
    histories[index].finishBuilding()
    valueScratch = rows
  }

  /// Adds the marks of a row in the parts inside an `any`; whether there are any.
  private mutating func addMarks(of row: ValueRow, _ index: Int) -> Bool {
    var isSeen = false
    for scope in layout.scopes.indices
    where layout.scopes[scope].scope == index {
      guard let place = layout.scopes[scope].row(of: row) else { continue }
      isSeen = true
      histories[index].addMark(
        MarkedWord(
          scope: scope, word: place >> 6, bits: 1 << UInt64(place & 63), first: row.time,
          last: row.time))
    }
    return isSeen
  }

  /// Flips marks of a history.
  private mutating func flip(_ marks: Range<Int>, of index: Int) {
    forgetAnswersInAny()
    for place in marks {
      let mark = histories[index].marks[place]
      layout.scopes[mark.scope].marks.flip(mark.bits, inWord: mark.word)
    }
  }

  /// Flips the marks of rows in every part inside an `any`.
  mutating func mark(_ rows: ArraySlice<ValueRow>, in index: Int) {
    forgetAnswersInAny()
    let scopes = layout.scopes.span
    var scope = layout.lastScope(of: index)
    while scope >= 0 {
      for row in rows {
        if let place = scopes[scope].row(of: row) { scopes[scope].marks.flip(place) }
      }
      scope = scopes[scope].previous
    }
  }
}
