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
    if memory.isActive && chainHistories[index].isPossible {
      return remembered(index, person, now)
    }
    var ends = ChainEnds()
    let first = select(chains[index].first, 0, person, now)
    ends.needs(loss: first.loss, gain: first.gain)
    matcher.start(first.rows, person)
    let steps = chains[index].steps
    var value = !matcher.isDead
    var place = 0
    // Nothing reachable: only a change of the steps so far, noted already, can alter that.
    while value && place < steps.count {
      let views = 1 &+ 2 &* place
      switch steps[place] {
      case .then(let view, let withinMs, let without):
        let next = select(view, views, person, now)
        ends.needs(loss: next.loss, gain: next.gain)
        var excluded: SelectedRows?
        if let without {
          let selected = select(without, views &+ 1, person, now)
          ends.excludes(loss: selected.loss, gain: selected.gain)
          excluded = selected.rows
        }
        if place == steps.count &- 1 {
          value = matcher.leads(
            to: next.rows, withinMs: withinMs, without: excluded, layout.columns)
        } else {
          matcher.then(next.rows, withinMs: withinMs, without: excluded, layout.columns)
          value = !matcher.isDead
        }
      case .absent(let view, let withinMs):
        let excluded = select(view, views, person, now)
        ends.excludes(loss: excluded.loss, gain: excluded.gain)
        matcher.absent(
          excluded.rows, withinMs: withinMs, now: now, isLast: place == steps.count &- 1,
          layout.columns)
        value = !matcher.isDead
      }
      place &+= 1
    }
    let until = value ? ends.whenTrue : min(ends.whenFalse, matcher.pending)
    if !value { noteEnd(index, place, person, now) }
    return Outcome(value: value, until: until)
  }

  /// Notes how far a false chain came.
  ///
  /// While the last of these steps awaits an absence no new event can make the chain true before it
  /// is confirmed: what reaches the step later must wait as long.
  ///
  /// - Parameter steps: Number of steps that were looked at; the last of them left nothing.
  private mutating func noteEnd(_ index: Int, _ steps: Int, _ person: Int, _ now: Int64) {
    var isPending = false
    if steps > 0, case .absent = chains[index].steps[steps - 1] {
      isPending = matcher.isLastPending
    }
    chainEnds.note(index, person, now, ChainEnd(steps: steps, isPending: isPending))
  }

  /// The rows of a view, and the first instants at which a row leaves and enters its window.
  ///
  /// - Parameter place: Place of the view in the chain.
  @inline(__always)
  private mutating func select(
    _ view: View, _ place: Int, _ person: Int, _ now: Int64
  ) -> (rows: SelectedRows, loss: Int64, gain: Int64) {
    let window = windows.resolve(view.window, at: now)
    let places = layout.partsOfTrack[view.track]
    if places.count > 1 { return collect(places, window, place, person, now) }
    if places.isEmpty { return (SelectedRows(), .max, .max) }
    let place = places.lowerBound
    let range = rows(place, window, person, now)
    let selected = SelectedRows(
      layout.part[place].place, layout.part[place].times, layout.part[place].filter, range)
    let boundary = layout.part[place].boundary(range, window)
    return (
      selected, min(boundary, layout.part[place].nextLoss(range, window)),
      min(boundary, layout.part[place].nextGain(range, window))
    )
  }

  /// Collects the rows of several postings in the order of `Tile.all`.
  private mutating func collect(
    _ places: Range<Int>, _ window: ResolvedWindow, _ place: Int, _ person: Int, _ now: Int64
  ) -> (rows: SelectedRows, loss: Int64, gain: Int64) {
    var loss = Int64.max
    var gain = Int64.max
    for place in places {
      let range = rows(place, window, person, now)
      let boundary = layout.part[place].boundary(range, window)
      loss = min(loss, boundary, layout.part[place].nextLoss(range, window))
      gain = min(gain, boundary, layout.part[place].nextGain(range, window))
    }
    while collections.count <= place { collections.append(CollectedRows()) }
    collections[place].removeAll()
    let range = layout.columns.all.range(person, now, window)
    if !range.isEmpty {
      let times = layout.columns.all.times
      var filters = [TilePart.Filter?](repeating: nil, count: layout.columns.postingCount)
      for place in places {
        if case .posting(let posting) = layout.part[place].place {
          filters[posting] = layout.part[place].filter
        }
      }
      forEachRow(range, person) { evaluator, row, posting, index in
        if let filter = filters[posting], filter.passes(index) {
          evaluator.collections[place].append(times[row], posting: posting, row: index)
        }
      }
    }
    return (SelectedRows(collections[place]), loss, gain)
  }
}
