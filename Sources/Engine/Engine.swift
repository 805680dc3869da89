import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// Asks a timeline about a workspace's segments, on all cores.
package struct Engine: Sendable {
  /// The events that are asked about.
  package let timeline: Timeline
  /// The threads that answer.
  package let workers: Workers
  /// Tiles a thread takes at a time: a tile is work for hundreds of microseconds.
  private static let grain = 1

  /// An engine over a finished timeline.
  package init(_ timeline: Timeline, workers: Workers = .perCore) {
    self.timeline = timeline
    self.workers = workers
  }

  /// Who is in each segment at an instant.
  ///
  /// - Complexity: O(rows inside the windows), tiles in parallel.
  package func evaluate(_ binding: Binding, at: Stamp) throws -> Memberships {
    let (thresholds, ranked) = try rank(binding, at: at.milliseconds)
    let pieces = try workers.map(
      timeline.tiles.count, grain: Self.grain,
      start: { evaluator(binding, thresholds, $0) },
      { evaluator, range in
        range.map { tile in
          evaluator.move(to: timeline.tiles[tile], firstPerson: tile * Tile.capacity)
          return evaluator.members(at: at.milliseconds, ranked: ranked.map { $0[tile] })
        }
      })
    let names = binding.plan.segments.map(\.name)
    var sets = names.map { _ in MemberSet(words: []) }
    for index in sets.indices {
      sets[index].words.reserveCapacity(Bits.words(timeline.places))
      for piece in pieces {
        for members in piece { sets[index].words.append(contentsOf: members[index]) }
      }
    }
    return Memberships(at: at, names: names, sets: sets)
  }

  /// Every entry and exit up to and including `end`, in order of time, segment and person.
  package func replay(_ binding: Binding, until end: Stamp) throws -> [ReplayedChange] {
    var changes: [ReplayedChange] = []
    try replay(binding, until: end) { changes.append($0) }
    return changes
  }

  /// Calls `body` with every entry and exit up to and including `end`, in order of time, segment
  /// and person.
  ///
  /// - Throws: What `body` throws.
  package func replay(
    _ binding: Binding, until end: Stamp, _ body: (ReplayedChange) throws -> Void
  ) throws {
    guard let first = timeline.earliest else { return }
    let thresholds = try thresholds(binding, from: first.milliseconds, until: end.milliseconds)
    let order = ChangeOrder(timeline, binding.plan)
    let pieces = try workers.map(
      timeline.tiles.count, grain: Self.grain,
      start: { TileReplay(evaluator(binding, thresholds, $0)) },
      { replay, range in
        var changes: [ReplayedChange] = []
        for tile in range {
          replay.move(to: timeline.tiles[tile], firstPerson: tile * Tile.capacity)
          replay.run(until: end.milliseconds, into: &changes)
        }
        changes.sort(by: order.precedes)
        // A copy has no room to grow, which is a third of the memory of all changes.
        var exact: [ReplayedChange] = []
        exact.reserveCapacity(changes.count)
        exact.append(contentsOf: changes)
        return exact
      })
    try order.merge(pieces, body)
  }

  private func evaluator(
    _ binding: Binding, _ thresholds: Thresholds, _ tile: Int
  ) -> TileEvaluator {
    TileEvaluator(
      binding, thresholds: thresholds, tile: timeline.tiles[tile],
      firstPerson: tile * Tile.capacity)
  }

  // MARK: Percentiles

  /// The thresholds of percentiles at an instant.
  func thresholds(_ binding: Binding, at now: Int64) throws -> Thresholds {
    try rank(binding, at: now).thresholds
  }

  /// The thresholds of percentiles at an instant, and the numbers behind them: by percentile, then
  /// by tile, then by person of the tile.
  private func rank(
    _ binding: Binding, at now: Int64
  ) throws -> (thresholds: Thresholds, ranked: [[[Double]]]) {
    let count = binding.plan.percentileCount
    if count == 0 { return (.none, []) }
    let pieces = try workers.map(
      timeline.tiles.count, grain: Self.grain,
      start: { evaluator(binding, .none, $0) },
      { evaluator, range in
        range.map { tile in
          evaluator.move(to: timeline.tiles[tile], firstPerson: tile * Tile.capacity)
          return (0..<count).map { evaluator.rankedNumbers($0, at: now) }
        }
      })
    let tiles = pieces.flatMap(\.self)
    let ranked = (0..<count).map { index in tiles.map { $0[index] } }
    return (Thresholds(binding.plan, ranked: ranked), ranked)
  }

  private func thresholds(
    _ binding: Binding, from first: Int64, until end: Int64
  ) throws -> Thresholds {
    let count = binding.plan.percentileCount
    if count == 0 { return .none }
    let pieces = try workers.map(
      timeline.tiles.count, grain: Self.grain,
      start: { TileReplay(evaluator(binding, .none, $0)) },
      { replay, range in
        var changes = [[NumberChange]](repeating: [], count: count)
        for tile in range {
          replay.move(to: timeline.tiles[tile], firstPerson: tile * Tile.capacity)
          for index in 0..<count {
            replay.numberChanges(index, until: end, into: &changes[index])
          }
        }
        return changes
      })
    let changes = (0..<count).map { index in pieces.flatMap { $0[index] } }
    return Thresholds(binding.plan, changes, first: first)
  }
}
