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
    let parts = timeline.parts
    let ranking = try rank(binding, parts, at: at.milliseconds)
    let (thresholds, ranked) = (ranking.thresholds, ranking.numbers)
    let pieces = try workers.map(
      parts.count, grain: Self.grain,
      start: { evaluator(binding, thresholds, parts[$0]) },
      { evaluator, range in
        range.map { index in
          evaluator.move(to: parts[index].tile, firstPerson: parts[index].firstPerson)
          return evaluator.members(at: at.milliseconds, ranked: ranked.map { $0[index] })
        }
      })
    let names = binding.plan.segments.map(\.name)
    var sets = names.map { _ in MemberSet(words: []) }
    for index in sets.indices {
      sets[index].words = [UInt64](repeating: 0, count: Bits.words(timeline.places))
      for (part, members) in zip(parts, pieces.joined()) {
        sets[index].insert(members[index], first: part.firstPerson)
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
    let slices = replaySlices
    let pieces = try workers.map(
      slices.count, grain: Self.grain,
      start: { TileReplay(evaluator(binding, thresholds, slices[$0].part)) },
      { replay, range in
        var changes: [ReplayedChange] = []
        for slice in slices[range] {
          replay.move(to: slice.part.tile, firstPerson: slice.part.firstPerson)
          replay.run(slice.people, until: end.milliseconds, into: &changes)
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

  /// What threads replay one after another: whole tiles, or pieces of them when there are few.
  private var replaySlices: [(part: TimelinePart, people: Range<Int>)] {
    let parts = timeline.parts
    let pieces = parts.count < 4 * workers.count ? 4 * workers.count : 1
    return parts.flatMap { part in
      let length = max(1, (part.tile.people + pieces - 1) / pieces)
      return stride(from: 0, to: part.tile.people, by: length).map { start in
        (part, start..<min(part.tile.people, start + length))
      }
    }
  }

  private func evaluator(
    _ binding: Binding, _ thresholds: Thresholds, _ part: TimelinePart
  ) -> TileEvaluator {
    TileEvaluator(
      binding, thresholds: thresholds, tile: part.tile, firstPerson: part.firstPerson)
  }

  // MARK: Percentiles

  /// The thresholds of percentiles at an instant.
  func thresholds(_ binding: Binding, at now: Int64) throws -> Thresholds {
    try ranking(binding, at: now).thresholds
  }

  /// The thresholds of percentiles at an instant, and the numbers behind them.
  func ranking(_ binding: Binding, at now: Int64) throws -> Ranking {
    try rank(binding, timeline.parts, at: now)
  }

  private func rank(
    _ binding: Binding, _ parts: [TimelinePart], at now: Int64
  ) throws -> Ranking {
    let count = binding.plan.percentileCount
    if count == 0 { return Ranking(thresholds: .none, firstPeople: [], numbers: []) }
    let pieces = try workers.map(
      parts.count, grain: Self.grain,
      start: { evaluator(binding, .none, parts[$0]) },
      { evaluator, range in
        parts[range].map { part in
          evaluator.move(to: part.tile, firstPerson: part.firstPerson)
          return (0..<count).map { evaluator.rankedNumbers($0, at: now) }
        }
      })
    let tiles = pieces.flatMap(\.self)
    let ranked = (0..<count).map { index in tiles.map { $0[index] } }
    let thresholds = try zip(binding.plan.percents, ranked).map { percent, numbers in
      let selection = RankSelection(percent: percent, of: numbers)
      let pieces = try workers.map(numbers.count, grain: Self.grain, start: { _ in () }) {
        _, range in numbers[range].map(selection.piece)
      }
      return selection.result(pieces.flatMap(\.self), of: numbers)
    }
    return Ranking(
      thresholds: Thresholds(constant: thresholds), firstPeople: parts.map(\.firstPerson),
      numbers: ranked)
  }

  private func thresholds(
    _ binding: Binding, from first: Int64, until end: Int64
  ) throws -> Thresholds {
    let count = binding.plan.percentileCount
    if count == 0 { return .none }
    let slices = replaySlices
    let pieces = try workers.map(
      slices.count, grain: Self.grain,
      start: { TileReplay(evaluator(binding, .none, slices[$0].part)) },
      { replay, range in
        var changes = [[NumberChange]](repeating: [], count: count)
        for slice in slices[range] {
          replay.move(to: slice.part.tile, firstPerson: slice.part.firstPerson)
          for index in 0..<count {
            replay.numberChanges(index, slice.people, until: end, into: &changes[index])
          }
        }
        return changes
      })
    let changes = (0..<count).map { index in pieces.flatMap { $0[index] } }
    return Thresholds(binding.plan, changes, first: first)
  }
}
