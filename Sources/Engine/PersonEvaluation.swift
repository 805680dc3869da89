import StarlingModel
import StarlingSegment
import StarlingTimeline

/// Asks all segments about one person after the other.
package struct PersonEvaluation: ~Copyable {
  private let timeline: Timeline
  private let roots: [Int]
  private var evaluator: TileEvaluator
  private var tile = 0

  init(_ timeline: Timeline, _ binding: Binding, _ thresholds: Thresholds) {
    self.timeline = timeline
    roots = binding.plan.segments.map(\.root)
    evaluator = TileEvaluator(
      binding, thresholds: thresholds, tile: timeline.tiles[0], firstPerson: 0)
  }

  /// Calls `note` for each segment, by index, with the answer for a person and the first instant
  /// at which it may change without a new event.
  package mutating func evaluate(
    _ person: Int, at now: Stamp, _ note: (_ segment: Int, _ isMember: Bool, _ until: Stamp) -> Void
  ) {
    let wanted = person / Tile.capacity
    if wanted != tile {
      tile = wanted
      evaluator.move(to: timeline.tiles[wanted], firstPerson: wanted * Tile.capacity)
    }
    for segment in roots.indices {
      let outcome = evaluator.outcome(
        roots[segment], person % Tile.capacity, now.milliseconds)
      note(segment, outcome.value, Stamp(milliseconds: outcome.until))
    }
  }
}

extension Engine {
  /// Prepares questions about single people at an instant; `nil` when there are no people.
  ///
  /// - Complexity: O(people) when a segment compares with a percentile, else O(1).
  package func personEvaluation(_ binding: Binding, at: Stamp) throws -> PersonEvaluation? {
    if timeline.tiles.isEmpty { return nil }
    let thresholds = try thresholds(binding, at: at.milliseconds)
    return PersonEvaluation(timeline, binding, thresholds)
  }
}
