/// What a tile is made anew of: the sealed one and what came since. It shares its memory with the
/// timeline, until that changes.
package struct TileSealing: Sendable {
  /// Which tile it is.
  package let index: Int
  let people: Int
  let sealed: Tile?
  let tail: TileTail
  let sessionGapMs: Int64
  let keepsSequences: Bool

  /// The tile of all that its people had.
  ///
  /// - Complexity: O(events of the tile).
  package func tile() -> Tile {
    var events = GatheredEvents()
    for row in 0..<people { events.add(row, sealed, tail, at: row) }
    return events.tile(people: people, sessionGapMs: sessionGapMs, keepsSequences: keepsSequences)
  }
}
