import StarlingColumns
import StarlingLanguage

extension TileEvaluator {
  /// What must happen before the answer of a node can change by a new event.
  ///
  /// - Parameters:
  ///   - person: Row of the person in the tile.
  ///   - now: The instant of the answer; answers of that instant are remembered.
  package mutating func watch(_ node: Int, _ person: Int, _ now: Int64) -> Watch {
    switch nodes[node] {
    case .constant, .list: return Watch(node, Watch.forever)
    case .not(let operand): return watch(operand, person, now)
    case .and(let range): return watchJunction(node, range, stopsAt: false, person, now)
    case .or(let range): return watchJunction(node, range, stopsAt: true, person, now)
    case .count(let view, let comparator, let constant):
      return watchCount(node, view, comparator, constant, person, now)
    case .compare(let left, let comparator, let right):
      return watchCompare(node, left, comparator, right, person, now)
    case .elapsed(.sinceLast(let view), let comparator, let seconds):
      return watchSince(node, view, comparator, seconds, person, now)
    case .chain(let chain): return watchChain(node, chain, person, now)
    case .any(let index): return watchAny(node, index, person, now)
    case .percentile, .test, .equal, .elapsed: return Watch(node)
    }
  }

  /// Whether a new event never takes a row out of a track: a session may grow out of its filter.
  private func onlyGains(_ track: Int) -> Bool {
    plan.tracks[track].source != .session || plan.tracks[track].filter == nil
  }

  /// Once there is an event another one brings the clock nearer to 0, on the same side of the
  /// constant; in windows that move otherwise the first one may be gone by then.
  private mutating func watchSince(
    _ node: Int, _ view: View, _ comparator: Comparator, _ seconds: Double, _ person: Int,
    _ now: Int64
  ) -> Watch {
    let isConfirmed =
      comparator.isOrdering && onlyGains(view.track)
      && origin(.sinceLast(view), person, now).origin != nil
      && outcome(node, person, now).value == comparator.holds(0, seconds)
    var watch = Watch(node, isConfirmed ? Watch.forever : 1)
    watch.reachesAhead = windows.onlyLoses(view.window)
    return watch
  }

  /// What happened in time is not undone by later events, so a true chain waits for none. A false
  /// one waits for the events that can bring it further than it came.
  private mutating func watchChain(
    _ node: Int, _ chain: Int, _ person: Int, _ now: Int64
  ) -> Watch {
    guard chainTracks[chain].allSatisfy({ onlyGains($0) }) else { return Watch(node) }
    if outcome(node, person, now).value {
      var watch = Watch(node, Watch.forever)
      watch.reachesAhead = plan.chains[chain].onlyRises
      return watch
    }
    guard let end = chainEnds.answer(chain, person, now) else { return Watch(node) }
    return Watch(
      parts.beginning(ofChain: chain, steps: end.steps), end.isPending ? Watch.forever : 1)
  }

  /// An `any` stays true as long as its condition is of the value that it was found true of. Where
  /// the condition sees rows of the value alone, other events do not change that.
  private mutating func watchAny(
    _ node: Int, _ index: Int, _ person: Int, _ now: Int64
  ) -> Watch {
    guard !readsPercentile[node], outcome(node, person, now).value,
      let witness = witnesses.answer(index, person, now)
    else { return Watch(node) }
    if witness.watch.patience != Watch.forever {
      return Watch(parts.valued(ofAny: node), witness.code)
    }
    var watch = Watch(node, Watch.forever)
    watch.reachesAhead = witness.watch.reachesAhead
    return watch
  }

  /// Stopped by one operand: that one decides. Else any operand can change it.
  private mutating func watchJunction(
    _ node: Int, _ range: Operands, stopsAt value: Bool, _ person: Int, _ now: Int64
  ) -> Watch {
    for index in range.start..<range.end {
      let operand = operands[index]
      if outcome(operand, person, now).value == value { return watch(operand, person, now) }
    }
    // All operands decide together. Mostly only one of them can change by new events.
    var patience = Watch.forever
    var changeable: Watch?
    var isOneAlone = true
    var reachesAhead = true
    // How far the chains among them were reached; `nil` when that is not known of all.
    var steps: Int? = 0
    for index in range.start..<range.end {
      let watch = watch(operands[index], person, now)
      if !watch.reachesAhead { reachesAhead = false }
      if watch.patience == Watch.forever { continue }
      isOneAlone = changeable == nil
      changeable = watch
      patience = min(patience, countsEvents(watch) ? watch.patience : 1)
      steps = steps.flatMap { self.steps(watch, of: operands[index], atLeast: $0) }
    }
    if isOneAlone, var changeable {
      changeable.decidesAlone = false
      changeable.reachesAhead = reachesAhead
      return changeable
    }
    let part = steps.flatMap { parts.level(ofJunction: node, steps: $0) } ?? node
    var watch = Watch(part, patience)
    watch.reachesAhead = reachesAhead
    return watch
  }

  /// How far a watched operand was reached when it is a chain, or a number of steps that is more;
  /// `nil` when that is not known.
  private func steps(_ watch: Watch, of operand: Int, atLeast least: Int) -> Int? {
    let operand = plan.positive(operand)
    guard let chain = nodes[operand].chain else { return least }
    if watch.node == UInt32(operand) { return nil }
    return max(least, parts.steps(ofBeginning: Int(watch.node), chain: chain))
  }

  /// Whether the patience of a watch is a number of events.
  private func countsEvents(_ watch: Watch) -> Bool {
    let part = Int(watch.node)
    return !parts.waitsForTime[part] && parts.valued[part] < 0 && budgets[part] == nil
  }

  private mutating func watchCount(
    _ node: Int, _ view: View, _ comparator: Comparator, _ constant: Double, _ person: Int,
    _ now: Int64
  ) -> Watch {
    let track = plan.tracks[view.track]
    guard track.scope == nil, let (least, holds) = comparator.leastCount(constant) else {
      return Watch(node)
    }
    if track.source == .session && track.filter != nil {
      guard let bounds = sessionBounds[view.track] else { return Watch(node) }
      if outcome(node, person, now).value == holds {
        return Watch(node, bounds.areAll ? Watch.forever : 1)
      }
      return watchSession(node, bounds, person, now)
    }
    // From `least` rows on the answer is `holds`; more of them never change it back.
    if outcome(node, person, now).value == holds { return Watch(node, Watch.forever) }
    let window = windows.resolve(view.window, at: now)
    let (count, _) = count(layout.partsOfTrack[view.track], window, person, now)
    return Watch(node, Double(least - count))
  }

  /// One more session must pass: the last one, which can still grow, or a new one.
  private func watchSession(
    _ node: Int, _ bounds: SessionBounds, _ person: Int, _ now: Int64
  ) -> Watch {
    let sessions = layout.columns.sessions.rows(person)
    let end = TimeSearch.firstAfter(
      layout.columns.sessions.times, sessions.lowerBound, sessions.upperBound, now)
    if end == sessions.lowerBound { return Watch(node) }
    let start = layout.columns.sessions.times[end - 1]
    var missing = 1.0
    for bound in bounds.list {
      guard let number = sessionNumber(end - 1, bound.property, person, now) else { continue }
      if number >= bound.least { continue }
      if bound.property == .duration {
        // A new session, which begins later, lasts as long even later.
        let instant = start.addingReportingOverflow(Int64(min(bound.least, 1e12) * 1_000))
        if !instant.overflow,
          let watch = Watch(parts.timed(node), from: instant.partialValue, now: now)
        {
          return watch
        }
      } else {
        missing = max(missing, (bound.least - number).rounded(.up))
      }
    }
    return Watch(node, missing)
  }

  /// A sum of numbers none of which is negative, in a window that only loses them: new events
  /// confirm one answer; for the other they must add up to what is missing.
  private mutating func watchSum(
    _ node: Int, _ budget: SumBudget, _ numeric: Int, _ view: View, _ path: Int,
    _ constant: Double, _ person: Int, _ now: Int64
  ) -> Watch {
    guard numberTables[path].isNonNegative, windows.onlyLoses(view.window) else {
      return Watch(node)
    }
    let value = outcome(node, person, now).value
    // Only a number below 0, which uses everything up, can change it.
    if value == budget.holdsAbove { return Watch(node, UInt32(1)) }
    let sum = number(numeric, person, now).number ?? 0
    return Watch(node, budget.patience(constant - sum))
  }

  /// Whether a window of rows that only loses them has one of the same day as an instant.
  private mutating func hasRow(
    _ view: View, onDayOf instant: Int64, _ person: Int, _ now: Int64
  ) -> Bool {
    if !windows.onlyLoses(view.window) { return false }
    let window = windows.resolve(view.window, at: now)
    let day = windows.day(at: instant)
    for place in layout.partsOfTrack[view.track] {
      let range = rows(place, window, person, now)
      guard !range.isEmpty,
        let row = layout.part[place].filter.lastPassing(range.lower, range.upper)
      else { continue }
      if windows.day(at: layout.part[place].times[row]) == day {
        // The day's borders are those of `instant` again.
        return windows.day(at: instant) == day
      }
    }
    return false
  }

  /// Numbers that only grow, or only fall, by new events.
  private mutating func watchCompare(
    _ node: Int, _ left: Int, _ comparator: Comparator, _ right: Int, _ person: Int, _ now: Int64
  ) -> Watch {
    guard case .aggregate(let aggregate, let view, _) = numerics[left],
      case .constant = numerics[right], plan.tracks[view.track].scope == nil,
      plan.tracks[view.track].source != .session
    else { return Watch(node) }
    if let budget = budgets[node], case .aggregate(.sum, _, let path?) = numerics[left],
      case .constant(let constant) = numerics[right]
    {
      return watchSum(node, budget, left, view, path, constant, person, now)
    }
    let value = outcome(node, person, now).value
    if aggregate == .days || aggregate == .distinct, case .constant(let constant) = numerics[right],
      let (least, holds) = comparator.leastCount(constant), value != holds
    {
      // An event adds one at most, and none to the days on a day that has been counted.
      if aggregate == .days, hasRow(view, onDayOf: now, person, now),
        let watch = Watch(parts.timed(node), from: windows.dayEnd, now: now)
      {
        return watch
      }
      let (number, _) = number(left, person, now)
      return Watch(node, Double(least) - (number ?? 0))
    }
    let isConfirmed: Bool =
      switch (aggregate, comparator) {
      case (.count, .greater), (.count, .greaterOrEqual), (.days, .greater),
        (.days, .greaterOrEqual), (.distinct, .greater), (.distinct, .greaterOrEqual),
        (.max, .greater), (.max, .greaterOrEqual), (.min, .less), (.min, .lessOrEqual):
        value
      case (.count, .less), (.count, .lessOrEqual), (.days, .less), (.days, .lessOrEqual),
        (.distinct, .less), (.distinct, .lessOrEqual):
        !value
      default: false
      }
    return Watch(node, isConfirmed ? Watch.forever : 1)
  }
}

extension Comparator {
  var isOrdering: Bool { self != .equal && self != .notEqual }
}

extension Chain {
  /// Whether more events can only make the chain true: nothing in it must be absent.
  fileprivate var onlyRises: Bool {
    steps.allSatisfy { step in
      if case .then(_, _, without: nil) = step { true } else { false }
    }
  }
}
