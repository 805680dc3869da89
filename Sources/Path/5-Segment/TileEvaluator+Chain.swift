import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// Until when a chain's answer lasts, for either answer, as far as windows move.
private struct ChainEnds {
  var whenTrue = Int64.max
  var whenFalse = Int64.max

  /// Rows that the chain needs: losing one may end it, gaining one may fulfil it.
  mutating func needs(loss: Int64, gain: Int64) {
    whenTrue = min(whenTrue, loss)
    whenFalse = min(whenFalse, gain)
  }

  /// Rows that the chain must not have.
  mutating func excludes(loss: Int64, gain: Int64) {
    whenTrue = min(whenTrue, gain)
    whenFalse = min(whenFalse, loss)
  }
}

extension TileEvaluator {
  /// Whether some assignment of a person's events satisfies every step of a chain.
  mutating func chain(_ index: Int, _ person: Int, _ now: Int64) -> Outcome {
    let matcher = chainMatcher
    var ends = ChainEnds()
    var (loss, gain) = select(chains[index].first, person, now, &matcher.rows)
    ends.needs(loss: loss, gain: gain)
    matcher.start()
    let steps = chains[index].steps
    for place in 0..<steps.count {
      // Nothing reachable: only a change of the steps so far, noted already, can alter that.
      if matcher.isDead { break }
      switch steps[place] {
      case .then(let view, let withinMs, let without):
        (loss, gain) = select(view, person, now, &matcher.next)
        ends.needs(loss: loss, gain: gain)
        if let without {
          (loss, gain) = select(without, person, now, &matcher.excluded)
          ends.excludes(loss: loss, gain: gain)
        }
        matcher.then(withinMs: withinMs, hasExcluded: without != nil, columns)
      case .absent(let view, let withinMs):
        (loss, gain) = select(view, person, now, &matcher.excluded)
        ends.excludes(loss: loss, gain: gain)
        matcher.absent(withinMs: withinMs, now: now, columns)
      }
    }
    let value = !matcher.isDead
    let until = value ? ends.whenTrue : min(ends.whenFalse, matcher.pending)
    return Outcome(value: value, until: until)
  }

  /// Collects the rows of a view in order of time.
  ///
  /// - Returns: The first instants at which a row leaves and enters the window.
  private mutating func select(
    _ view: View, _ person: Int, _ now: Int64, _ rows: inout SelectedRows
  ) -> (loss: Int64, gain: Int64) {
    let window = windows.resolve(view.window, at: now)
    var loss = window.boundary
    var gain = window.boundary
    let places = partsOfTrack[view.track]
    if places.count > 1 {
      for place in places {
        let range = parts[place].range(person, now, window)
        loss = min(loss, parts[place].nextLoss(range, window))
        gain = min(gain, parts[place].nextGain(range, window))
      }
      collect(places, window, person, now, &rows)
      return (loss, gain)
    }
    rows.collect()
    guard let place = places.first else { return (loss, gain) }
    let part = parts[place]
    let range = part.range(person, now, window)
    loss = min(loss, part.nextLoss(range, window))
    gain = min(gain, part.nextGain(range, window))
    switch (part.place, part.filter) {
    case (.all, _): rows.read(part.times, range, posting: nil)
    case (.posting(let posting), .none): rows.read(part.times, range, posting: posting)
    case (.posting(let posting), _):
      for row in range.lower..<max(range.lower, range.upper) where part.passes(row) {
        rows.append(part.times[row], posting: posting, row: row)
      }
    case (.sessions, _): break
    }
    return (loss, gain)
  }

  /// Collects the rows of several postings in the order of `Tile.all`.
  private mutating func collect(
    _ places: Range<Int>, _ window: ResolvedWindow, _ person: Int, _ now: Int64,
    _ rows: inout SelectedRows
  ) {
    rows.collect()
    let range = columns.all.range(person, now, window)
    if range.isEmpty { return }
    let times = columns.allTimes
    forEachRow(range, person) { evaluator, row, posting, index in
      for place in places where evaluator.parts[place].place == .posting(posting) {
        if evaluator.parts[place].passes(index) {
          rows.append(times[row], posting: posting, row: index)
        }
      }
    }
  }
}
