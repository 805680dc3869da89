import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// What is in a session, up to the rows that are visible.
struct SessionReader {
  let tile: Tile
  let vocabulary: Vocabulary
  let pages: [Bool]
  /// Rows of `Tile.all`.
  let rows: Range<Int>

  /// The value of one of a session's properties.
  func value(_ path: PropertyPath) -> Value? {
    guard path.components.count == 1 else { return nil }
    switch path.components[0] {
    case "events": return .number(Double(rows.count))
    case "pages":
      let count = rows.count { tile.isPage($0) || pages[Int(tile.allNames[$0])] }
      return .number(Double(count))
    case "duration":
      let length = tile.all.times[rows.upperBound - 1] - tile.all.times[rows.lowerBound]
      return .number(Double(length) / 1000)
    case "kinds": return .number(Double(Set(rows.map { tile.allNames[$0] }).count))
    case "entry": return .string(name(rows.lowerBound))
    case "exit": return .string(name(rows.upperBound - 1))
    default: return nil
    }
  }

  private func name(_ row: Int) -> String {
    vocabulary.names.string(tile.names[Int(tile.allNames[row])])
  }
}

extension TileEvaluator {
  /// Whether each posting of the tile counts as a page of a session by its name.
  var pagePostings: [Bool] {
    tile.names.map { name in
      plan.settings.sessionPages.contains(binding.vocabulary.names.string(name))
    }
  }

  /// The rows of a session that are visible at `now`.
  func rowsOfSession(_ session: Int, _ person: Int, _ now: Int64) -> Range<Int> {
    let first = Int(tile.sessions.firstRows[session])
    let end =
      session + 1 < Int(tile.sessions.starts[person + 1])
      ? Int(tile.sessions.firstRows[session + 1]) : Int(tile.all.starts[person + 1])
    if tile.all.times[end - 1] <= now { return first..<end }
    return first..<TimeSearch.firstAfter(tile.all.times, first, end, now)
  }

  func sessionValue(
    _ session: Int, _ path: PropertyPath, _ person: Int, _ now: Int64
  ) -> Value? {
    SessionReader(
      tile: tile, vocabulary: binding.vocabulary, pages: pagePostings,
      rows: rowsOfSession(session, person, now)
    ).value(path)
  }

  mutating func addSessions(_ bound: BoundTrack) {
    var filter = TilePart.Filter.none
    if case .rows(let expression) = bound.filter {
      let evaluator = ScalarEvaluator(for: expression)
      let pages = pagePostings
      var words = [UInt64](repeating: 0, count: Bits.words(tile.sessions.times.count))
      for person in 0..<tile.people {
        for session in Int(tile.sessions.starts[person])..<Int(tile.sessions.starts[person + 1]) {
          let reader = SessionReader(
            tile: tile, vocabulary: binding.vocabulary, pages: pages,
            rows: rowsOfSession(session, person, .max))
          if evaluator.truth(expression, reader.value) {
            words[session >> 6] |= 1 << UInt64(session & 63)
          }
        }
      }
      filter = .mask(words)
      sessionFilters[parts.count] = (expression, evaluator)
    }
    parts.append(
      TilePart(
        place: .sessions, starts: tile.sessions.starts, times: tile.sessions.times, filter: filter)
    )
  }

  /// Decides the last visible session by what is visible of it, when it has a filter.
  mutating func decideUnfinished(_ place: Int, _ range: RowRange, _ person: Int, _ now: Int64) {
    guard let (expression, evaluator) = sessionFilters[place], range.end > 0,
      range.end > Int(tile.sessions.starts[person])
    else { return }
    let session = range.end - 1
    let rows = rowsOfSession(session, person, now)
    if rows.upperBound == rowsOfSession(session, person, .max).upperBound { return }
    let reader = SessionReader(
      tile: tile, vocabulary: binding.vocabulary, pages: pagePostings, rows: rows)
    setSession(session, place, evaluator.truth(expression, reader.value))
  }

  private mutating func setSession(_ session: Int, _ place: Int, _ passes: Bool) {
    guard case .mask(var words) = parts[place].filter else { return }
    parts[place].filter = .none
    let bit: UInt64 = 1 << UInt64(session & 63)
    let old = words[session >> 6] & bit != 0
    if old != passes {
      words[session >> 6] ^= bit
      changedSession = (place, session, old)
    }
    parts[place].filter = .mask(words)
  }

  /// Undoes what `decideUnfinished` changed.
  mutating func restoreSession(_ place: Int) {
    guard let changed = changedSession, changed.place == place else { return }
    changedSession = nil
    setSession(changed.session, place, changed.passes)
    changedSession = nil
  }
}
