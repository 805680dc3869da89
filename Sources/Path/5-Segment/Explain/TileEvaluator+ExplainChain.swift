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
    var current = selectedRows(chain.first, rows, now)
    var matcher = ChainMatcher()
    // The matcher reads them in place.
    var held = [collected(current, rows)]
    matcher.start(SelectedRows(held[0]), 0)
    var layers = [ChainLayer(rows: current)]
    if matcher.isDead { part.facts.append(.unreached(step: "")) }
    for (step, text) in zip(chain.steps, steps) {
      if matcher.isDead { break }
      switch step {
      case .then(let view, let withinMs, let without):
        current = selectedRows(view, rows, now)
        let excluded = without.map { selectedRows($0, rows, now) }
        held += [collected(current, rows), collected(excluded ?? [], rows)]
        matcher.then(
          SelectedRows(held[held.count - 2]), withinMs: withinMs,
          without: excluded == nil ? nil : SelectedRows(held[held.count - 1]), layout.columns)
        layers.append(ChainLayer(rows: [], withinMs: withinMs, excluded: excluded))
      case .absent(let view, let withinMs):
        held.append(collected(selectedRows(view, rows, now), rows))
        matcher.absent(
          SelectedRows(held[held.count - 1]), withinMs: withinMs, now: now, isLast: false,
          layout.columns)
      }
      layers[layers.count - 1].rows =
        (0..<matcher.reachable.count).map { current[matcher.reachable[$0]] }
      if matcher.isDead { part.facts.append(.unreached(step: text)) }
    }
    withExtendedLifetime(held) {}
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
    if layout.columns.all.times[left] > layout.columns.all.times[right] { return false }
    let held = [
      collected([left], rows), collected([right], rows), collected(layer.excluded ?? [], rows),
    ]
    var matcher = ChainMatcher()
    matcher.start(SelectedRows(held[0]), 0)
    let leads = matcher.leads(
      to: SelectedRows(held[1]), withinMs: layer.withinMs,
      without: layer.excluded == nil ? nil : SelectedRows(held[2]), layout.columns)
    return withExtendedLifetime(held) { leads }
  }

  private func collected(_ selected: [Int], _ rows: PersonRows) -> CollectedRows {
    var collected = CollectedRows()
    for row in selected {
      let (posting, place) = rows.references[row]
      collected.append(layout.columns.all.times[row], posting: posting, row: place)
    }
    return collected
  }
}
