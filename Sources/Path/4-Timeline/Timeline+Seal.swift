extension Timeline {
  /// Brings everything that came since into the tiles: what is left is the timeline that a builder
  /// makes of the same batches.
  ///
  /// - Complexity: O(events of the tiles that got some).
  package mutating func seal() {
    for index in 0..<(places + Tile.capacity - 1) / Tile.capacity where needsSealing(index) {
      seal(index)
    }
  }

  /// Brings what came since into one tile.
  ///
  /// - Complexity: O(events of the tile).
  package mutating func seal(_ index: Int) {
    install(sealed(index), at: index)
  }

  /// A tile of all that is known of its people now, for `install`.
  package func sealed(_ index: Int) -> Tile {
    let people = min(Tile.capacity, places - index * Tile.capacity)
    var events = GatheredEvents()
    for row in 0..<people { gather(index * Tile.capacity + row, row: row, into: &events) }
    return events.tile(people: people, sessionGapMs: sessionGapMs, keepsSequences: keepsSequences)
  }

  /// Takes a tile that `sealed` made of the timeline as it is.
  package mutating func install(_ tile: Tile, at index: Int) {
    precondition(index <= tiles.count, "tile \(index) behind \(tiles.count)")
    if index == tiles.count { tiles.append(tile) } else { tiles[index] = tile }
    if index < tails.count { tails[index] = TileTail() }
  }

  /// The tile with the most events that came since it was sealed, for their number, when they are
  /// more than a share of the sealed ones. New tiles come in the order of their people.
  ///
  /// - Complexity: O(tiles).
  package func mostGrown(share: Double) -> Int? {
    var best: (index: Int, growth: Double)?
    for index in tails.indices where index <= tiles.count && tails[index].count > 0 {
      let sealed = index < tiles.count ? tiles[index].all.count + tiles[index].traits.count : 0
      let growth = Double(tails[index].count) / Double(max(sealed, Self.sealedMin))
      if growth > share && growth > best?.growth ?? 0 { best = (index, growth) }
    }
    return best?.index
  }

  /// Tiles with fewer events count as if they had so many: to make small ones anew again and again
  /// costs more than their tails take.
  private static let sealedMin = 8 * Tile.capacity

  /// The tiles that `seal` would make anew, ascending.
  package var unsealed: [Int] {
    (0..<(places + Tile.capacity - 1) / Tile.capacity).filter { needsSealing($0) }
  }

  private func needsSealing(_ index: Int) -> Bool {
    if index >= tiles.count { return true }
    if index < tails.count, tails[index].openCount > 0 { return true }
    return tiles[index].people < min(Tile.capacity, places - index * Tile.capacity)
  }
}
