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
  private mutating func seal(_ index: Int) {
    let sealing = sealing(index)
    install(sealing.tile(), of: sealing)
  }

  /// What a tile is made anew of. Making it takes long: it needs nothing of the timeline, which may
  /// go on meanwhile.
  package func sealing(_ index: Int) -> TileSealing {
    TileSealing(
      index: index, people: min(Tile.capacity, places - index * Tile.capacity),
      sealed: index < tiles.count ? tiles[index] : nil,
      tail: index < tails.count ? tails[index] : TileTail(), sessionGapMs: sessionGapMs,
      keepsSequences: keepsSequences)
  }

  /// Takes a tile that was made anew. What happened to its people since is left in the tail.
  ///
  /// - Precondition: No tile of the same people was taken since `sealing` was asked for.
  /// - Complexity: O(people of the tile + events that came since), and O(events) for those of whom
  ///   something changed in another way than by a later event.
  package mutating func install(_ tile: Tile, of sealing: TileSealing) {
    let index = sealing.index
    precondition(index <= tiles.count, "tile \(index) behind \(tiles.count)")
    while tails.count <= index { tails.append(TileTail()) }
    let sealed = index < tiles.count ? tiles[index] : nil
    let tail = tails[index]
    if sealed == nil { tiles.append(tile) } else { tiles[index] = tile }
    tails[index] = TileTail()
    if !tail.hasGrown(since: sealing.tail) { return }
    for row in 0..<Tile.capacity {
      let (before, now) = (sealing.tail.person(row), tail.person(row))
      if now.edits != before.edits {
        // Some of it stands before what is sealed now.
        tails[index].empty(row)
        var events = GatheredEvents()
        events.add(0, sealed, tail, at: row)
        for (record, properties) in events.records {
          tails[index].append(row, record, properties: properties.count) { properties[$0] }
        }
      } else if now.last != before.last {
        _ = know(index * Tile.capacity + row)
        tails[index].append(row, from: tail, after: before.last)
      }
    }
  }

  /// The tile with the most records written since it was sealed, for the number of its events, when
  /// they are more than a share of the sealed ones. New tiles come in the order of their people.
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
