import StarlingModel
import StarlingSegment
import StarlingTimeline

/// The first answers for the people of a tile.
struct TileBeginning: Sendable {
  /// By row; blank for those of whom nothing is known.
  var heads: [PersonStates.Head]
  /// By row, then by segment, as many for each row as `PersonStates` has slots.
  var slots: [PersonStates.Slot]
  /// By segment: bits by row.
  var members: [[UInt64]]
  /// Rows of people who must be asked.
  var unasked: [Int] = []
}

extension LiveCore {
  /// Answers all segments for everybody who is known at an instant, as if nobody had asked before:
  /// no changes come of it.
  ///
  /// Before that nothing was applied: the timeline is the one that the core was made with.
  ///
  /// - Parameter now: Unit: ms since 1970 UTC.
  /// - Complexity: O(people × segments), tiles in parallel.
  package mutating func begin(at now: Int64) {
    clock = now
    if plan.percentileCount > 0, let first = timeline.earliest, first.milliseconds <= now {
      let renewed = max(
        first.milliseconds, plan.nextThresholds(after: now) - plan.thresholdsEveryMs)
      evaluator.thresholds = thresholds(at: renewed)
      nextThresholds = plan.nextThresholds(after: now)
    }
    for (index, beginning) in beginnings(at: now).enumerated() { install(beginning, tile: index) }
    lendVocabulary()
    for person in timeline.openPeople {
      laid.leave(&evaluator)
      evaluator.move(to: timeline.gathered(person), firstPerson: person)
      if evaluator.exists(0, at: now) { begin(person, at: now) }
    }
    returnVocabulary()
  }

  /// The answers for all who have no events beside the sealed ones.
  private func beginnings(at now: Int64) -> [TileBeginning] {
    let (timeline, plan, thresholds) = (timeline, plan, evaluator.thresholds)
    let binding = Binding(plan, timeline, lists: lists.mapValues(Array.init))
    let roots = plan.segments.map(\.root)
    do {
      return try Workers.perCore.map(
        timeline.tiles.count, grain: 1,
        start: { index in
          TileEvaluator(
            binding, thresholds: thresholds, tile: timeline.tiles[index],
            firstPerson: index * Tile.capacity)
        },
        { evaluator, range in
          range.map { index in
            let firstPerson = index * Tile.capacity
            evaluator.move(to: timeline.tiles[index], firstPerson: firstPerson)
            return Self.beginning(&evaluator, roots, timeline.tiles[index].people, now) {
              timeline.isOpen(firstPerson + $0)
            }
          }
        }
      ).flatMap(\.self)
    } catch {
      // Nothing in the computation throws; workers only pass errors of others on.
      preconditionFailure("answers at \(now): \(error)")
    }
  }

  /// The answers for the tile that an evaluator stands on.
  private static func beginning(
    _ evaluator: inout TileEvaluator, _ roots: [Int], _ people: Int, _ now: Int64,
    except isOpen: (Int) -> Bool
  ) -> TileBeginning {
    let none = [UInt64](repeating: 0, count: (people + 63) / 64)
    let stride = PersonStates.stride(for: roots.count)
    var beginning = TileBeginning(
      heads: [PersonStates.Head](repeating: .blank, count: people),
      slots: [PersonStates.Slot](repeating: .blank, count: people * stride),
      members: roots.map { _ in none })
    for row in 0..<people where evaluator.exists(row, at: now) && !isOpen(row) {
      var earliest = Int64.max
      for (segment, root) in roots.enumerated() {
        var (slot, isMember) = slot(&evaluator, root, row: row, at: now, .blank)
        slot.since = .min
        beginning.slots[row * stride + segment] = slot
        earliest = min(earliest, slot.until)
        if isMember { beginning.members[segment][row >> 6] |= 1 << UInt64(row & 63) }
      }
      beginning.heads[row] = PersonStates.Head(
        evaluated: now, scheduled: earliest, end: earliest)
    }
    return beginning
  }

  mutating func install(_ beginning: TileBeginning, tile: Int) {
    let firstPerson = tile * Tile.capacity
    states.install(tile: tile, beginning.heads, beginning.slots)
    for (row, head) in beginning.heads.enumerated() {
      deadlines.insert(firstPerson + row, due: head.scheduled)
      if head.evaluated != .min { peopleCount += 1 }
    }
    for segment in members.indices {
      members[segment].install(beginning.members[segment], first: firstPerson)
      counts[segment] += beginning.members[segment].reduce(0) { $0 + $1.nonzeroBitCount }
    }
  }

  /// Answers all segments for a person whose tile the evaluator stands on.
  private mutating func begin(_ person: Int, at now: Int64) {
    let state = states.view(of: person)
    if state.head.evaluated == .min { peopleCount += 1 }
    var earliest = Int64.max
    for segment in 0..<state.segments {
      var (slot, isMember) = Self.slot(
        &evaluator, plan.segments[segment].root, row: 0, at: now, .blank)
      slot.since = .min
      state[segment] = slot
      earliest = min(earliest, slot.until)
      if isMember {
        members[segment].set(person, true)
        counts[segment] += 1
      }
    }
    state.head = PersonStates.Head(evaluated: now, scheduled: .max, end: earliest)
    schedule(person, state, earliest)
  }
}
