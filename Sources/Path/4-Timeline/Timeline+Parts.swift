/// A tile of a timeline and whose it is.
package struct TimelinePart: Sendable {
  /// The tile of the people.
  package let tile: Tile
  /// Number of the tile's first person; the others follow.
  package let firstPerson: Int
}

extension Timeline {
  /// All that there is: the sealed tiles in the order of their people, then a tile for each open
  /// person, whom no sealed tile shows.
  ///
  /// - Complexity: O(tiles + open people).
  package var parts: [TimelinePart] {
    tiles.indices.map { TimelinePart(tile: tiles[$0], firstPerson: $0 * Tile.capacity) }
      + open.people.indices.map {
        TimelinePart(tile: open.tiles[$0].tile, firstPerson: open.people[$0])
      }
  }

  /// Where a person's events are: a tile and the person's row in it.
  package func place(ofPerson person: Int) -> (tile: Tile, row: Int) {
    if let tile = open.tile(of: person) { return (tile, 0) }
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    guard index < tiles.count, row < tiles[index].people, tiles[index].firstSeen[row] != .max
    else { return (Tile.ofNobody, 0) }
    return (tiles[index], row)
  }

  /// Number of people who got events after their tiles were sealed.
  package var openCount: Int { open.people.count }
}

extension Tile {
  /// A tile of one person of whom nothing is known.
  fileprivate static let ofNobody = OpenTile(sessionGapMs: 0).tile
}
