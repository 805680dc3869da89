extension Timeline {
  /// Moves the open people into their tiles and drops rows that nobody can see any more: what is
  /// left is the timeline that a builder makes of the same batches.
  ///
  /// Worth while when open people are so many that going through them one by one takes longer than
  /// their tiles do: a few in a hundred.
  ///
  /// - Complexity: O(events of the tiles that have open people).
  package mutating func compact() {
    let changed = hidingTiles.union(open.people.map { $0 / Tile.capacity })
    for index in 0..<(places + Tile.capacity - 1) / Tile.capacity {
      let people = min(Tile.capacity, places - index * Tile.capacity)
      if index == tiles.count {
        tiles.append(sealed(index, people))
      } else if changed.contains(index) || tiles[index].people < people {
        tiles[index] = sealed(index, people)
      }
    }
    open = OpenPeople()
    hidingTiles = []
  }

  /// A tile made of what is known of its people now.
  private func sealed(_ index: Int, _ people: Int) -> Tile {
    var staged = StagedTile()
    var sequence: UInt32 = 0
    for row in 0..<people {
      let place = place(ofPerson: index * Tile.capacity + row)
      for event in place.tile.codedEvents(place.row) {
        let head = StagedTile.Head(
          person: UInt32(row), time: event.time, sequence: sequence, kind: event.kind,
          name: event.name)
        staged.append(head, properties: event.properties.count) { event.properties[$0] }
        sequence += 1
      }
    }
    // Without message ids, events of one instant stay in the order in which they are staged.
    return StagedTileWork(staged: staged, people: people, sessionGapMs: sessionGapMs)
      .seal { sequences in sequences.map { _ in [] } }
  }
}
