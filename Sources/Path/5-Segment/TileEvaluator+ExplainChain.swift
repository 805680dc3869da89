import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// The events that one positive step of a chain can stand on.
private struct ChainLayer {
  /// Rows of `Tile.all`, those that are reachable when all steps up to the next positive one hold.
  var rows: [Int]
  /// What led here from the layer before.
  var withinMs: Int64 = 0
  /// Rows that must not lie between; `nil` without `without`.
  var excluded: [Int]?
}

extension TileEvaluator {
  /// Adds the events of one assignment that satisfies a chain, or the step that none reaches.
  ///
  /// 1. The matcher goes forward over the steps; after each, the rows still reachable are kept.
  /// 2. Backward from the latest row of the last positive step, the matcher is asked about single
  ///    rows of the layer before, latest first, until one leads on.
  mutating func addChain(
    _ index: Int, _ steps: [String], _ rows: PersonRows, _ now: Int64, _ part: inout Explanation
  ) {
    let chain = plan.chains[index]
    let matcher = ChainMatcher()
    var current = selectedRows(chain.first, rows, now)
    matcher.rows = collected(current, rows)
    matcher.start()
    var layers = [ChainLayer(rows: current)]
    if matcher.isDead { part.facts.append(.unreached(step: "")) }
    for (step, text) in zip(chain.steps, steps) {
      if matcher.isDead { break }
      switch step {
      case .then(let view, let withinMs, let without):
        current = selectedRows(view, rows, now)
        matcher.next = collected(current, rows)
        let excluded = without.map { selectedRows($0, rows, now) }
        matcher.excluded = collected(excluded ?? [], rows)
        matcher.then(withinMs: withinMs, hasExcluded: excluded != nil, columns)
        layers.append(ChainLayer(rows: [], withinMs: withinMs, excluded: excluded))
      case .absent(let view, let withinMs):
        matcher.excluded = collected(selectedRows(view, rows, now), rows)
        matcher.absent(withinMs: withinMs, now: now, columns)
      }
      layers[layers.count - 1].rows = matcher.reachable.map { current[$0] }
      if matcher.isDead { part.facts.append(.unreached(step: text)) }
    }
    if matcher.isDead {
      let pending = matcher.pending
      if pending != .max { part.facts.append(.confirmed(at: Stamp(milliseconds: pending))) }
      return
    }
    part.events = assignment(layers, rows).map { event($0, nil, rows) }
    part.eventCount = part.events.count
  }

  private func assignment(_ layers: [ChainLayer], _ rows: PersonRows) -> [Int] {
    guard var row = layers[layers.count - 1].rows.last else { return [] }
    var chosen = [row]
    for index in layers.indices.dropFirst().reversed() {
      let layer = layers[index]
      let before = layers[index - 1].rows.last { leads(from: $0, to: row, layer, rows) }
      guard let before else { return chosen.reversed() }
      chosen.append(before)
      row = before
    }
    return chosen.reversed()
  }

  private func leads(
    from left: Int, to right: Int, _ layer: ChainLayer, _ rows: PersonRows
  ) -> Bool {
    if columns.allTimes[left] > columns.allTimes[right] { return false }
    let matcher = ChainMatcher()
    matcher.rows = collected([left], rows)
    matcher.next = collected([right], rows)
    matcher.excluded = collected(layer.excluded ?? [], rows)
    matcher.start()
    matcher.then(
      withinMs: layer.withinMs, hasExcluded: layer.excluded != nil, columns)
    return !matcher.isDead
  }

  private func collected(_ selected: [Int], _ rows: PersonRows) -> SelectedRows {
    var collected = SelectedRows()
    collected.collect()
    for row in selected {
      let (posting, place) = rows.references[row]
      collected.append(columns.allTimes[row], posting: posting, row: place)
    }
    return collected
  }
}
