import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// The rows of a session that are visible at `now`.
  func rowsOfSession(_ session: Int, _ person: Int, _ now: Int64) -> Range<Int> {
    let first = Int(layout.columns.firstRows[session])
    let end =
      session + 1 < Int(layout.columns.sessions.starts[person + 1])
      ? Int(layout.columns.firstRows[session + 1]) : Int(layout.columns.all.starts[person + 1])
    if layout.columns.all.times[end - 1] <= now { return first..<end }
    return first..<TimeSearch.firstAfter(layout.columns.all.times, first, end, now)
  }

  private func reader(_ session: Int, _ person: Int, _ now: Int64) -> SessionReader? {
    guard let rows = layout.sessionRows else { return nil }
    return SessionReader(
      session: rows, times: layout.columns.all.times, rows: rowsOfSession(session, person, now))
  }

  /// The value of a session's property, by what is visible of it.
  func sessionValue(
    _ session: Int, _ path: PropertyPath, _ person: Int, _ now: Int64
  ) -> Value? {
    reader(session, person, now)?.value(path, binding.vocabulary)
  }

  /// The number that a session's property is, by what is visible of it.
  func sessionNumber(
    _ session: Int, _ property: SessionProperty, _ person: Int, _ now: Int64
  ) -> Double? {
    reader(session, person, now)?.number(property)
  }

  /// Adds the part of a session track; its filter is decided once for each complete session.
  mutating func addSessions(_ bound: BoundTrack) {
    var part = layout.columns.sessions
    if layout.sessionRows == nil {
      layout.sessionRows =
        layout.growing.map { .growing($0.view) }
        ?? .sealed(SealedSessions(layout.tile, pageNames: binding.pageNames))
    }
    if case .rows(let expression) = bound.filter {
      let evaluator = ScalarEvaluator(for: expression)
      let bits = BitBuffer(count: layout.columns.sessions.times.count)
      for person in 0..<layout.columns.people {
        for session in part.rows(person) {
          guard let reader = reader(session, person, .max) else { continue }
          let passes = evaluator.truth(expression) { reader.value($0, binding.vocabulary) }
          if passes { bits.flip(session) }
        }
      }
      while layout.sessionFilters.count < layout.parts.count { layout.sessionFilters.append(nil) }
      layout.sessionFilters.append(
        SessionFilter(expression: expression, evaluator: evaluator, bits: bits))
      part.filter = .bits(bits.view)
    }
    layout.add(part)
  }

  /// Decides the last visible session by what is visible of it, when the part has a filter.
  ///
  /// - Returns: The session whose bit was changed, to be given to `restore`.
  @inline(__always)
  func decideUnfinished(
    _ place: Int, _ range: RowRange, _ person: Int, _ now: Int64
  ) -> UnfinishedSession? {
    if !layout.hasSessionFilters { return nil }
    return decideLast(place, range, person, now)
  }

  private func decideLast(
    _ place: Int, _ range: RowRange, _ person: Int, _ now: Int64
  ) -> UnfinishedSession? {
    // A window that begins later than all there is tells nothing of what is visible.
    guard let filter = layout.sessionFilters[place], range.lower < range.end,
      range.end > Int(layout.columns.sessions.starts[person])
    else { return nil }
    let session = range.end - 1
    let whole = rowsOfSession(session, person, .max)
    if rowsOfSession(session, person, now).upperBound == whole.upperBound { return nil }
    guard let reader = reader(session, person, now) else { return nil }
    let passes = filter.evaluator.truth(filter.expression) {
      reader.value($0, binding.vocabulary)
    }
    if filter.bits.contains(session) == passes { return nil }
    filter.bits.flip(session)
    return UnfinishedSession(place: place, session: session)
  }

  /// Sets back what `decideUnfinished` changed.
  @inline(__always)
  func restore(_ undecided: UnfinishedSession?) {
    if let undecided { layout.sessionFilters[undecided.place]?.bits.flip(undecided.session) }
  }
}
