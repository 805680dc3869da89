import StarlingColumns
import StarlingIdentify

/// A tile of a timeline and whose it is.
package struct TimelinePart: Sendable {
  /// The tile of the people.
  package let tile: Tile
  /// Number of the tile's first person; the others follow.
  package let firstPerson: Int
}

extension Timeline {
  /// All that there is: the sealed tiles in the order of their people, then a tile for each person
  /// who got events since, whom no sealed tile shows.
  ///
  /// - Complexity: O(tiles + events of people who got events since).
  package var parts: [TimelinePart] {
    var parts: [TimelinePart] = []
    for index in tiles.indices {
      var tile = tiles[index]
      if index < tails.count, tails[index].openCount > 0 {
        let tail = tails[index]
        tile = tile.hiding { tail.isOpen($0) }
      }
      parts.append(TimelinePart(tile: tile, firstPerson: index * Tile.capacity))
    }
    for index in tails.indices {
      if tails[index].openCount == 0 { continue }
      for row in 0..<Tile.capacity where tails[index].isOpen(row) {
        let person = index * Tile.capacity + row
        parts.append(TimelinePart(tile: gathered(person), firstPerson: person))
      }
    }
    return parts
  }

  /// Where a person's events are: a tile and the person's row in it.
  ///
  /// - Complexity: O(1), or O(events) for somebody who got events since their tile was sealed.
  package func place(ofPerson person: Int) -> (tile: Tile, row: Int) {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    if index < tails.count, tails[index].isOpen(row) { return (gathered(person), 0) }
    return sealedPlace(ofPerson: person) ?? (Tile.ofNobody, 0)
  }

  /// Whether a person got events since their tile was sealed.
  package func isOpen(_ person: Int) -> Bool {
    let index = person / Tile.capacity
    return index < tails.count && tails[index].isOpen(person % Tile.capacity)
  }

  /// The people who got events since their tiles were sealed, ascending.
  package var openPeople: [Int] {
    tails.indices.flatMap { index in
      tails[index].openCount == 0
        ? []
        : (0..<Tile.capacity).filter { tails[index].isOpen($0) }.map { index * Tile.capacity + $0 }
    }
  }

  /// Where a person is sealed, if they are.
  package func sealedPlace(ofPerson person: Int) -> (tile: Tile, row: Int)? {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    guard index < tiles.count, row < tiles[index].people, tiles[index].firstSeen[row] != .max
    else { return nil }
    return (tiles[index], row)
  }

  /// All that is known of a person as a tile of that person alone.
  package func gathered(_ person: Int) -> Tile {
    events(of: person).tile(people: 1, sessionGapMs: sessionGapMs, keepsSequences: keepsSequences)
  }

  /// All that is known of a person, on its way into a tile of that person alone.
  func events(of person: Int) -> GatheredEvents {
    let index = person / Tile.capacity
    var events = GatheredEvents()
    events.add(
      0, index < tiles.count ? tiles[index] : nil,
      index < tails.count ? tails[index] : TileTail(), at: person % Tile.capacity)
    return events
  }

  /// Number of people who got events after their tiles were sealed.
  package var openCount: Int { tails.reduce(0) { $0 + $1.openCount } }
}

extension Tile {
  /// A tile of one person of whom nothing is known.
  package static let ofNobody = GatheredEvents().tile(
    people: 1, sessionGapMs: 0, keepsSequences: false)
}

extension Timeline {
  /// The times of a person's events after an instant, ascending. Unit: ms since 1970 UTC.
  package func times(ofPerson person: Int, after now: Int64) -> [Int64] {
    let (tile, row) = place(ofPerson: person)
    let lists = [tile.all, tile.traits]
    let times = lists.flatMap { list in
      list.times[list.rows(row)].drop { $0 <= now }
    }
    let first = tile.firstSeen[row]
    if first > now && first != .max && !times.contains(first) { return ([first] + times).sorted() }
    return times.sorted()
  }
}

extension Timeline {
  /// All identifiers of a person, ascending by their UTF-8 bytes.
  package func identifiers(ofPerson person: Int) -> [String] {
    resolver.identifiers(of: UInt32(person)).map { identifiers.string($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
