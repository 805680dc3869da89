import StarlingSegment
import StarlingTimeline

/// Definitions whose answers were found beside the loop, on their way to their places.
struct IncomingDefinitions: ~Copyable {
  var answers: BackfillAnswers
  var evaluator: TileEvaluator
  var sight: EventSight
  var needs: NodeNeeds
  /// Where all answers are gathered; `nil` when those that stay can stay where they are, and new
  /// ones come behind them.
  var states: PersonStates?
  /// By segment: where its answer is now; -1 for those that are begun.
  let sources: [Int]
  /// By segment: whether its answer was one under another name.
  let isRenamed: [Bool]
  /// By segment that is begun: its members.
  var members: [MemberSet]
  /// The first segment whose answers must be written.
  let firstWritten: Int
  /// Number of places for people that the evaluator knows.
  var places: Int
  /// The next tile whose answers are written.
  var nextTile = 0
  /// What the segments that are begun read.
  var reading = NodeReading()

  init(_ answers: BackfillAnswers, _ evaluator: consuming TileEvaluator, slots: Int) {
    let change = answers.change
    self.answers = answers
    places = answers.places
    self.evaluator = evaluator
    sight = answers.sight
    needs = answers.needs
    let staysInPlace = change.staysInPlace(slots: slots)
    states = staysInPlace ? nil : PersonStates(segments: change.plan.segments.count)
    firstWritten = staysInPlace ? change.oldCount : 0
    sources = change.translation.segments.map { $0 ?? -1 }
    isRenamed = change.plan.segments.indices.map { segment in
      change.translation.segments[segment] != change.namesakes[segment]
    }
    members = change.begun.indices.map { index in
      var set = MemberSet(words: [])
      for (number, tile) in answers.tiles.enumerated() {
        set.install(tile.members[index], first: number * Tile.capacity)
      }
      return set
    }
    reading.begin()
    for segment in change.begun { reading.add(change.plan.segments[segment].root, needs) }
  }

  var change: DefinitionChange { answers.change }

  /// Whether there is something to be written for each person.
  var writesPeople: Bool { firstWritten < change.plan.segments.count || states != nil }
}
