import StarlingColumns
import StarlingTimeline

extension TileEvaluator {
  /// Whether something is known of a person of the tile at an instant.
  package func exists(_ person: Int, at now: Int64) -> Bool {
    layout.columns.firstSeen[person] <= now
  }

  /// Whether somebody can be asked about in a tile of many people with no more work than in a tile
  /// of their own: nothing that some tracks look at is prepared row by row for all people.
  ///
  /// - Parameter names: Codes of the event names that are read; `nil` = all.
  package func readsInPlace(_ tracks: [Int], names: [UInt32]?, _ tile: Tile) -> Bool {
    if names == nil && tile.names.count > binding.namesMax { return false }
    return tracks.allSatisfy { track in
      guard trackViews[track].scope == nil else { return false }
      if case .rows = trackViews[track].filter { return false }
      return true
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
