import StarlingColumns
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// Segments to be answered for everybody over all history: needs nothing of the core, which goes on
/// meanwhile.
///
/// The timeline is a value that shares its memory with the core's, until that changes.
package struct BackfillWork: Sendable {
  let change: DefinitionChange
  let timeline: Timeline
  /// The instant to answer for: all that is due by then was answered. Unit: ms since 1970 UTC.
  let clock: Int64
  /// By percentile of the other definitions: the threshold in force, where there is one.
  let inForce: [Double?]
  /// When the core computes thresholds next; `.max` = never. Unit: ms since 1970 UTC.
  let coreThresholds: Int64

  /// The answers.
  ///
  /// - Complexity: O(different values × conditions), and O(people × segments that are begun), tiles
  ///   in parallel.
  package func answers() -> BackfillAnswers {
    let plan = change.plan
    var binding = Binding(plan, timeline, lists: change.lists.mapValues(Array.init))
    var sight = EventSight(plan)
    sight.learn(timeline.vocabulary)
    var needs = NodeNeeds(plan)
    needs.learn(timeline.vocabulary)
    let (thresholds, next) = thresholds(binding)
    let tiles = tiles(binding, needs, next == .max ? .none : Thresholds(constant: thresholds))
    var none = Vocabulary()
    binding.exchange(&none)
    return BackfillAnswers(
      change: change, clock: clock, binding: binding, sight: sight, needs: needs,
      thresholds: thresholds, nextThresholds: next, coreThresholds: coreThresholds,
      places: timeline.places, tiles: tiles)
  }

  /// By percentile the threshold, and when they are computed next.
  private func thresholds(_ binding: Binding) -> ([Double?], Int64) {
    let plan = change.plan
    guard plan.percentileCount > 0, let first = timeline.earliest, first.milliseconds <= clock
    else { return (inForce, .max) }
    let next = plan.nextThresholds(after: clock)
    let known = change.translation.percentiles
    if known.allSatisfy({ $0 != nil }) { return (inForce, next) }
    let renewed = max(first.milliseconds, next - plan.thresholdsEveryMs)
    do {
      let found = try Engine(timeline).ranking(binding, at: renewed).thresholds
      return (
        inForce.indices.map { known[$0] == nil ? found.value($0, at: renewed) : inForce[$0] }, next
      )
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("thresholds at \(renewed): \(error)")
    }
  }

  private func tiles(
    _ binding: Binding, _ needs: NodeNeeds, _ thresholds: Thresholds
  ) -> [BackfillAnswers.Tile] {
    if change.begun.isEmpty { return [] }
    let roots = change.begun.map { change.plan.segments[$0].root }
    var reading = NodeReading()
    reading.begin()
    for root in roots { reading.add(root, needs) }
    let asked = Asked(
      roots: roots, tracks: reading.tracks, projection: reading.projection(needs),
      paths: needs.paths)
    do {
      return try Workers.perCore.map(
        (timeline.places + Tile.capacity - 1) / Tile.capacity, grain: 1,
        start: { _ in
          TileEvaluator(binding, thresholds: thresholds, tile: .ofNobody, firstPerson: 0)
        },
        { evaluator, range in range.map { tile($0, &evaluator, asked) } }
      ).flatMap(\.self)
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("answers at \(clock): \(error)")
    }
  }

  private struct Asked: Sendable {
    var roots: [Int]
    var tracks: [Int]
    var projection: PersonProjection
    var paths: [Bool]
  }

  private func tile(
    _ index: Int, _ evaluator: inout TileEvaluator, _ asked: Asked
  ) -> BackfillAnswers.Tile {
    let firstPerson = index * Tile.capacity
    let people = min(Tile.capacity, timeline.places - firstPerson)
    let none = [UInt64](repeating: 0, count: Bits.words(people))
    var answers = BackfillAnswers.Tile(
      slots: [PersonStates.Slot](repeating: .blank, count: people * asked.roots.count),
      members: asked.roots.map { _ in none })
    if index < timeline.tiles.count {
      let tile = timeline.tiles[index]
      evaluator.stand(on: tile, firstPerson: firstPerson)
      evaluator.require(asked.tracks)
      for row in 0..<tile.people where !timeline.isOpen(firstPerson + row) {
        ask(&evaluator, standsAt: row, row, asked, &answers)
      }
    }
    for row in 0..<people where timeline.isOpen(firstPerson + row) {
      evaluator.stand(
        onPerson: firstPerson + row, of: timeline, asked.projection, paths: asked.paths)
      evaluator.require(asked.tracks)
      ask(&evaluator, standsAt: 0, row, asked, &answers)
    }
    return answers
  }

  /// Asks about somebody of the tile that the evaluator stands on.
  private func ask(
    _ evaluator: inout TileEvaluator, standsAt place: Int, _ row: Int, _ asked: Asked,
    _ answers: inout BackfillAnswers.Tile
  ) {
    if !evaluator.exists(place, at: clock) { return }
    for (index, root) in asked.roots.enumerated() {
      let (slot, isMember) = LiveCore.slot(&evaluator, root, row: place, at: clock, .blank)
      answers.slots[row * asked.roots.count + index] = slot
      if isMember { answers.members[index][row >> 6] |= 1 << UInt64(row & 63) }
    }
  }
}
