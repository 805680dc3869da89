import StarlingModel
import StarlingSegment
import StarlingTimeline

/// Asks all segments about one person after the other.
///
/// It holds no timeline, so that events can be appended in between without copying its tables. It
/// does hold the tile of the person last asked: an open tile copies its columns at the next event.
package struct PersonEvaluation: ~Copyable {
  private let roots: [Int]
  private var evaluator: TileEvaluator
  private var tile: Tile
  /// By sealed tile: how it is laid out for the plan, once somebody of it was asked about.
  private var layouts: [TileLayout?] = []

  init(_ timeline: Timeline, _ binding: Binding, _ thresholds: Thresholds) {
    roots = binding.plan.segments.map(\.root)
    let place = timeline.place(ofPerson: 0)
    tile = place.tile
    evaluator = TileEvaluator(
      binding, thresholds: thresholds, tile: place.tile, firstPerson: -place.row)
  }

  /// Calls `note` for each segment, by index, with the answer for a person and the first instant
  /// at which it may change without a new event.
  ///
  /// - Parameter timeline: The engine's, or the same with events appended that need no new binding.
  package mutating func evaluate(
    _ person: Int, of timeline: Timeline, at now: Stamp,
    _ note: (_ segment: Int, _ isMember: Bool, _ until: Stamp) -> Void
  ) {
    let place = timeline.place(ofPerson: person)
    if place.tile !== tile {
      tile = place.tile
      turn(to: person - place.row, timeline)
    }
    for segment in roots.indices {
      let outcome = evaluator.outcome(
        roots[segment], place.row, now.milliseconds)
      note(segment, outcome.value, Stamp(milliseconds: outcome.until))
    }
  }

  /// Turns the evaluator to `tile`, whose first person this is.
  private mutating func turn(to firstPerson: Int, _ timeline: Timeline) {
    let index = firstPerson / Tile.capacity
    guard index < timeline.tiles.count, timeline.tiles[index] === tile else {
      evaluator.move(to: tile, firstPerson: firstPerson)
      return
    }
    while layouts.count <= index { layouts.append(nil) }
    evaluator.turn(to: tile, firstPerson: firstPerson, keeping: &layouts[index])
  }
}

extension Engine {
  /// Prepares questions about single people at an instant; `nil` when there are no people.
  ///
  /// - Complexity: O(people) when a segment compares with a percentile, else O(1).
  package func personEvaluation(_ binding: Binding, at: Stamp) throws -> PersonEvaluation? {
    if timeline.places == 0 { return nil }
    let thresholds = try thresholds(binding, at: at.milliseconds)
    return PersonEvaluation(timeline, binding, thresholds)
  }
}
