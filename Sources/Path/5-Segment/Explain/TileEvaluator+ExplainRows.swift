import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

extension TileEvaluator {
  /// The rows of a view, in order: of `Tile.all`, or sessions for a session track.
  mutating func selectedRows(_ view: View, _ rows: PersonRows, _ now: Int64) -> [Int] {
    let window = windows.resolve(view.window, at: now)
    var selected: [Int] = []
    for place in layout.partsOfTrack[view.track] {
      let part = layout.part[place]
      let range = part.range(0, now, window)
      let undecided = decideUnfinished(place, range, 0, now)
      for row in range.lower..<max(range.lower, range.upper) where part.passes(row) {
        if case .posting(let posting) = part.place {
          selected.append(rows.places[posting][row])
        } else {
          selected.append(row)
        }
      }
      restore(undecided)
    }
    return selected.sorted()
  }

  /// Adds the rows of a view: all, or the one that decides a first, last, since or age.
  mutating func addEvents(
    _ view: View, _ path: Int?, _ subject: Question.Subject, _ rows: PersonRows, _ now: Int64,
    _ part: inout Explanation
  ) {
    let selected = selectedRows(view, rows, now)
    part.eventCount = selected.count
    switch subject {
    case .clock(.sinceFirst): part.events = events(view, selected.prefix(1), path, rows, now)
    case .clock: part.events = events(view, selected.suffix(1), path, rows, now)
    case .value(.first):
      let present = events(view, selected[...], path, rows, now).filter { $0.value != nil }
      part.events = Array(present.prefix(1))
    case .value:
      let present = events(view, selected[...], path, rows, now).filter { $0.value != nil }
      part.events = Array(present.suffix(1))
    case .condition, .number, .threshold:
      part.events = events(view, selected.suffix(Explanation.eventsMax), path, rows, now)
    }
  }

  private func events(
    _ view: View, _ selected: ArraySlice<Int>, _ path: Int?, _ rows: PersonRows, _ now: Int64
  ) -> [ExplainedEvent] {
    if plan.tracks[view.track].source != .session {
      return selected.map { event($0, path, rows) }
    }
    return selected.map { session in
      ExplainedEvent(
        at: Stamp(milliseconds: layout.columns.sessions.times[session]), name: "session",
        value: path.flatMap { sessionValue(session, plan.paths[$0], 0, now) })
    }
  }

  /// A row of `Tile.all` with the value of a path.
  func event(_ row: Int, _ path: Int?, _ rows: PersonRows) -> ExplainedEvent {
    let (posting, place) = rows.references[row]
    var value: Value?
    if let path, let code = binding.paths[path] {
      value = binding.vocabulary.values[Int(code)].value(
        layout.columns.column(path, posting)[place])
    }
    return ExplainedEvent(
      at: Stamp(milliseconds: layout.columns.all.times[row]),
      name: binding.vocabulary.names.string(layout.tile.names[posting]), value: value)
  }

  /// Adds the identify call that gave a trait its value; for `since`, the first of the run.
  func addTrait(
    _ path: Int, _ subject: Question.Subject, _ now: Int64, _ part: inout Explanation
  ) {
    guard let latest = rowOfTrait(path, 0, now), let code = binding.paths[path] else { return }
    var time = layout.columns.traitTimes[latest.row]
    if case .clock(.sinceTrait) = subject { time = startOfTrait(path, 0, now) ?? time }
    let value = binding.vocabulary.values[Int(code)].value(latest.code)
    part.events = [
      ExplainedEvent(at: Stamp(milliseconds: time), name: "identify", value: value)
    ]
    part.eventCount = 1
  }
}
