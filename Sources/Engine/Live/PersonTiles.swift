import StarlingTimeline

/// Tiles of people who got events since theirs were sealed, kept from one event to the next: a new
/// event is put behind the others instead of reading all of its person again.
///
/// A tile holds what the plan reads. It is thrown away when its person's events change in another
/// way than by a later one, and, in turns, when all together hold too many rows.
struct PersonTiles {
  private struct Entry {
    var person: Int
    var tile: Tile
    /// The last event in the tile: see `Timeline.lastRecord`.
    var last: UInt32
    /// What the tile counts for against `sizeMax`.
    var size: Int
  }

  /// Most rows that are kept: about 30 bytes each.
  private static let sizeMax = 8_000_000
  /// What a tile without rows counts for.
  private static let emptySize = 64

  /// By person: index in `entries` + 1; 0 without.
  private var places: [UInt32] = []
  private var entries: [Entry?] = []
  private var free: [Int] = []
  /// Whose turn it is to be thrown away.
  private var turn = 0
  private var size = 0

  /// The tile of a person, with all that came until now, and whether it is as it was when it was
  /// last asked for.
  ///
  /// - Complexity: O(events since it was last asked for), amortised; O(events of the person) for
  ///   somebody who has no tile yet.
  mutating func tile(
    of person: Int, _ timeline: borrowing Timeline, _ projection: PersonProjection, paths: [Bool]
  ) -> (tile: Tile, isUnchanged: Bool) {
    if person >= places.count {
      let missing = max(timeline.places, person + 1) - places.count
      places.append(contentsOf: repeatElement(0, count: missing))
    }
    let place = places[person]
    if place != 0, let entry = entries[Int(place) - 1] {
      var last = entry.last
      if timeline.extend(entry.tile, person, after: &last, projection, paths: paths) {
        if last == entry.last { return (entry.tile, true) }
        let grown = Self.emptySize + entry.tile.rowCount
        size += grown - entry.size
        entries[Int(place) - 1]?.last = last
        entries[Int(place) - 1]?.size = grown
        return (entry.tile, false)
      }
      remove(person)
    }
    return (add(person, timeline, projection, paths), false)
  }

  private mutating func add(
    _ person: Int, _ timeline: borrowing Timeline, _ projection: PersonProjection, _ paths: [Bool]
  ) -> Tile {
    let tile = timeline.gathered(person, projection, paths: paths)
    let entry = Entry(
      person: person, tile: tile, last: timeline.lastRecord(person),
      size: Self.emptySize + tile.rowCount)
    size += entry.size
    while size > Self.sizeMax && removeOne() {}
    if let index = free.popLast() {
      entries[index] = entry
      places[person] = UInt32(index + 1)
    } else {
      entries.append(entry)
      places[person] = UInt32(entries.count)
    }
    return tile
  }

  /// Throws away the tile whose turn it is.
  ///
  /// - Returns: Whether there was one.
  private mutating func removeOne() -> Bool {
    for _ in entries.indices {
      turn = turn + 1 < entries.count ? turn + 1 : 0
      if let entry = entries[turn] {
        remove(entry.person)
        return true
      }
    }
    return false
  }

  /// Throws away the tile of a person, if there is one.
  mutating func remove(_ person: Int) {
    if person >= places.count || places[person] == 0 { return }
    let index = Int(places[person]) - 1
    size -= entries[index]?.size ?? 0
    entries[index] = nil
    free.append(index)
    places[person] = 0
  }

  /// Throws away the tiles of some people.
  mutating func remove(_ people: Range<Int>) {
    for person in people { remove(person) }
  }

  /// Throws away all tiles.
  mutating func removeAll() { self = PersonTiles() }
}
