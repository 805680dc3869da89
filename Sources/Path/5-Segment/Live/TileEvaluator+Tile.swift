import StarlingColumns
import StarlingTimeline

extension TileEvaluator {
  /// Whether something is known of a person of the tile at an instant.
  package func exists(_ person: Int, at now: Int64) -> Bool {
    layout.columns.firstSeen[person] <= now
  }

  /// Turns to another tile; `require` says what will be asked there.
  package mutating func stand(on tile: Tile, firstPerson: Int) {
    forgetMoment()
    layout.turn(to: tile, firstPerson: firstPerson, paths, binding)
    layout.makePlaces(tracks: trackViews.count)
  }

  /// Turns to the tile of one person, as it has grown by now.
  package mutating func stand(on tile: GrowingTile, firstPerson: Int) {
    forgetMoment()
    layout.turn(to: tile, firstPerson: firstPerson, paths)
    layout.makePlaces(tracks: trackViews.count)
  }

  /// Whether a tile of one person can be stood on: where event names are many, `*` is read in
  /// another order.
  package func canStand(on tile: GrowingTile) -> Bool {
    !binding.readsAll || tile.view.postingCount <= binding.namesMax
  }

  /// Turns to a tile that is made of what is wanted of a person; `require` says what will be asked.
  ///
  /// - Parameter paths: As in `Timeline.growing`.
  package mutating func stand(
    onPerson person: Int, of timeline: borrowing Timeline, _ projection: PersonProjection,
    paths: [Bool]
  ) {
    let tile = timeline.growing(person, projection, paths: paths)
    if canStand(on: tile) {
      stand(on: tile, firstPerson: person)
    } else {
      stand(on: timeline.gathered(person), firstPerson: person)
    }
  }

  /// Turns to a tile that was stood on before, or to one that `layout(of:firstPerson:)` laid out;
  /// gives what was stood on.
  package mutating func exchange(_ other: inout TileLayout) {
    forgetMoment()
    swap(&layout, &other)
  }

  /// A tile to stand on: see `exchange`.
  package func layout(of tile: Tile, firstPerson: Int) -> TileLayout {
    var layout = TileLayout(tile, firstPerson: firstPerson, paths, binding)
    layout.makePlaces(tracks: trackViews.count)
    return layout
  }

  /// Lays out what some tracks look at, unless that was done since the tile was turned to.
  package mutating func require(_ tracks: [Int]) {
    var isNew = false
    for track in tracks where !layout.isLaid(track) {
      addTrack(track)
      isNew = true
    }
    if isNew { layout.finish() }
  }

  /// Whether somebody can be asked about in a tile of many people with no more work than in a tile
  /// of their own: nothing that some tracks look at is prepared row by row for all people.
  package func readsInPlace(_ tracks: [Int], _ tile: Tile) -> Bool {
    if binding.readsAll && tile.names.count > binding.namesMax { return false }
    return tracks.allSatisfy { track in
      guard trackViews[track].scope == nil else { return false }
      if case .rows = trackViews[track].filter { return false }
      return true
    }
  }

  /// Whether an event passes the filter of a track; also when that cannot be told from it alone.
  ///
  /// - Parameter code: Gives the event's value code at a path, by path code; 0 = absent.
  package func passes(_ track: Int, _ code: (UInt32) -> UInt32) -> Bool {
    switch trackViews[track].filter {
    case .none, .rows: true
    case .constant(let value): value
    case .value(let path, let holds): holds[Int(code(path))]
    }
  }

  /// The number of a person that a percentile is about, NaN when it is absent or nobody is there
  /// yet, and until when it stays without an event.
  package mutating func rankedNumber(
    _ percentile: Int, _ person: Int, at now: Int64
  ) -> (number: Double, until: Int64) {
    let first = layout.columns.firstSeen[person]
    if first > now { return (.nan, first) }
    let (number, until) = number(plan.percentiles[percentile].numeric, person, now)
    return (number ?? .nan, until)
  }
}
