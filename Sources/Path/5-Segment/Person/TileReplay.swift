import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// Walks the people of a tile through time and notes every entry and exit.
///
/// For each person only the instants are visited at which an answer can change: the person's own
/// events, and the ends of answers that the evaluator announced. After an event only the segments
/// that can see it are evaluated again.
package struct TileReplay: ~Copyable {
  /// What is known of a segment and the person in work.
  private struct SegmentState: BitwiseCopyable {
    static let blank = SegmentState(isMember: false, until: .max)

    var isMember: Bool
    /// When it is asked about again without an event.
    var until: Int64
  }

  private var evaluator: TileEvaluator
  private let sources: NodeSources
  private var audience: Audience
  /// By segment: its root node.
  private let roots: [Int]
  private let segments: Scratch<SegmentState>
  private let states: ScratchView<SegmentState>
  /// Number of evaluations of a segment for a person.
  package private(set) var evaluations = 0

  /// A replay of the tile that the evaluator is on.
  package init(_ evaluator: consuming TileEvaluator) {
    sources = NodeSources(evaluator.plan)
    audience = Audience(sources, evaluator.binding, evaluator.layout.tile)
    let segments = evaluator.binding.plan.segments
    roots = segments.map(\.root)
    self.evaluator = evaluator
    self.segments = Scratch(count: segments.count, repeating: .blank)
    states = self.segments.view
  }

  /// Turns to another tile.
  package mutating func move(to tile: Tile, firstPerson: Int) {
    evaluator.move(to: tile, firstPerson: firstPerson)
    audience = Audience(sources, evaluator.binding, tile)
  }

  private func firstSeen(_ person: Int) -> Int64 { evaluator.layout.columns.firstSeen[person] }

  /// Appends the changes of some people of the tile up to and including `end`, person by person.
  package mutating func run(
    _ people: Range<Int>, until end: Int64, into changes: inout [ReplayedChange]
  ) {
    for person in people where firstSeen(person) <= end {
      replay(person, end, &changes)
    }
  }

  private mutating func replay(_ person: Int, _ end: Int64, _ changes: inout [ReplayedChange]) {
    for segment in 0..<states.count { states[segment] = .blank }
    evaluator.begin()
    var now = firstSeen(person)
    for segment in 0..<states.count { evaluate(segment, person, now, &changes) }
    var cursor = EventCursor(evaluator.layout.columns, person)
    cursor.skip(through: now)
    while true {
      var next = cursor.next
      for segment in 0..<states.count { next = min(next, states[segment].until) }
      if next > end { return }
      now = next
      // All events of an instant become visible at once: answers are forgotten before any is asked.
      while let posting = cursor.posting(at: now) { forget(audience.ofPosting[posting]) }
      while cursor.isTrait(at: now) { forget(audience.ofTraits) }
      for segment in 0..<states.count where states[segment].until <= now {
        evaluate(segment, person, now, &changes)
      }
    }
  }

  /// Forgets the answers that an event may have changed; their segments are due at once.
  private mutating func forget(_ seen: Audience.Seen) {
    for index in 0..<seen.nodes.count { evaluator.memory.forget(seen.nodes[index]) }
    for index in 0..<seen.anys.count { evaluator.histories[seen.anys[index]].forget() }
    for index in 0..<seen.segments.count { states[seen.segments[index]].until = .min }
  }

  private mutating func evaluate(
    _ segment: Int, _ person: Int, _ now: Int64, _ changes: inout [ReplayedChange]
  ) {
    evaluations += 1
    let outcome = evaluator.outcome(roots[segment], person, now)
    precondition(outcome.until > now, "an answer of \(now) must last beyond it")
    let wasMember = states[segment].isMember
    states[segment] = SegmentState(isMember: outcome.value, until: outcome.until)
    if outcome.value != wasMember {
      changes.append(
        ReplayedChange(
          at: now, segment: segment, person: evaluator.layout.firstPerson + person,
          isEntry: outcome.value))
    }
  }
}

extension TileReplay {
  /// The history of a percentile's number for some people of the tile up to and including `end`.
  package mutating func numberChanges(
    _ percentile: Int, _ people: Range<Int>, until end: Int64, into changes: inout [NumberChange]
  ) {
    let numeric = evaluator.binding.plan.percentiles[percentile].numeric
    for person in people where firstSeen(person) <= end {
      var cursor = EventCursor(evaluator.layout.columns, person)
      evaluator.begin()
      var before: Double?
      var now = firstSeen(person)
      while now <= end {
        let (number, until) = evaluator.number(numeric, person, now)
        let after = number == 0 ? nil : number
        if after != before {
          changes.append(NumberChange(at: now, before: before, after: after))
          before = after
        }
        let next = min(until, nextSeen(by: percentile, &cursor, after: now))
        if next == .max { break }
        now = next
      }
    }
  }
}

extension TileReplay {
  /// The time of the next event after now that a percentile's number can see; `.max` = none.
  private func nextSeen(
    by percentile: Int, _ cursor: inout EventCursor, after now: Int64
  ) -> Int64 {
    cursor.skip(through: now)
    while let posting = cursor.nextPosting {
      if audience.ofPosting[posting].percentiles[percentile] { break }
      cursor.skipRow()
    }
    return audience.ofTraits.percentiles[percentile] ? cursor.next : cursor.nextRow
  }
}
