import StarlingSegment

/// The answers to segments that are begun, for everybody as of one instant, and what asking about
/// the other definitions takes.
package struct BackfillAnswers: Sendable {
  /// The answers for the people of a tile.
  struct Tile: Sendable {
    /// By row, then by segment that is begun; blank for those of whom nothing was known.
    var slots: [PersonStates.Slot]
    /// By segment that is begun: bits by row.
    var members: [[UInt64]]
  }

  /// What they are answers to.
  let change: DefinitionChange
  /// The instant that they were found for. Unit: ms since 1970 UTC.
  let clock: Int64
  /// The plan tied to the vocabulary of that instant, without it.
  let binding: Binding
  let sight: EventSight
  let needs: NodeNeeds
  /// By percentile: the threshold; those that were in force before may be others by now.
  let thresholds: [Double?]
  /// When thresholds are computed next as of the instant; `.max` = never. Unit: ms since 1970 UTC.
  let nextThresholds: Int64
  /// The same of the core, as of the instant.
  let coreThresholds: Int64
  /// Number of places for people as of the instant.
  let places: Int
  /// By tile.
  private(set) var tiles: [Tile]

  /// Gives the memory of a tile back.
  mutating func forget(tile: Int) {
    if tile < tiles.count { tiles[tile] = Tile(slots: [], members: []) }
  }
}
