import StarlingTimeline

/// Tiles of people who got events since theirs were sealed, kept from one event to the next: a new
/// event is put behind the others instead of reading all of its person again.
///
/// A tile holds what the plan reads. It is thrown away when its person's events change in another
/// way than by a later one, and, in turns, when all together take too much memory.
struct PersonTiles {
  private struct Entry {
    var person: Int
    var tile: GrowingTile
    /// The last event in the tile that is not sealed: see `Timeline.lastRecord`.
    var last: UInt32
    /// What the tile counts for against `byteMax`.
    var bytes: Int

    /// Takes in what came since. In place: a copy would count references.
    ///
    /// - Returns: How many bytes more the tile takes; `nil` when nothing came.
    mutating func extend(
      _ timeline: borrowing Timeline, _ projection: PersonProjection, _ paths: [Bool]
    ) -> Int? {
      let before = last
      last = timeline.extend(&tile, person, after: before, projection, paths: paths)
      if last == before { return nil }
      let grown = tile.byteCount - bytes
      bytes += grown
      return grown
    }
  }

  /// Most memory that is kept. Unit: bytes.
  private static let byteMax = 512 << 20

  /// By person: index in `entries` + 1; 0 without.
  private var places: [UInt32] = []
  private var entries: [Entry?] = []
  private var free: [Int] = []
  /// Whose turn it is to be thrown away.
  private var turn = 0
  /// Memory in use. Unit: bytes.
  private(set) var byteCount = 0

  /// The tile of a person, with all that came until now, and whether it is as it was when it was
  /// last asked for.
  ///
  /// - Complexity: O(events since it was last asked for), amortised; O(events of the person) for
  ///   somebody who has no tile yet.
  mutating func tile(
    of person: Int, _ timeline: borrowing Timeline, _ projection: PersonProjection, paths: [Bool]
  ) -> (tile: GrowingTile, isUnchanged: Bool) {
    if person >= places.count {
      let missing = max(timeline.places, person + 1) - places.count
      places.append(contentsOf: repeatElement(0, count: missing))
    }
    let place = Int(places[person]) - 1
    if place < 0 { return (add(person, timeline, projection, paths), false) }
    let growth = entries[place]?.extend(timeline, projection, paths)
    guard let tile = entries[place]?.tile else {
      preconditionFailure("person \(person) has no tile at its place \(place)")
    }
    byteCount += growth ?? 0
    return (tile, growth == nil)
  }

  private mutating func add(
    _ person: Int, _ timeline: borrowing Timeline, _ projection: PersonProjection, _ paths: [Bool]
  ) -> GrowingTile {
    let tile = timeline.growing(person, projection, paths: paths)
    let entry = Entry(
      person: person, tile: tile, last: timeline.lastRecord(person), bytes: tile.byteCount)
    byteCount += entry.bytes
    while byteCount > Self.byteMax && removeOne() {}
    if let index = free.popLast() {
      entries[index] = entry
      places[person] = UInt32(index + 1)
    } else {
      entries.append(entry)
      places[person] = UInt32(entries.count)
    }
    return tile
  }

  /// Whether the tile of a person is kept.
  func has(_ person: Int) -> Bool { person < places.count && places[person] != 0 }

  /// Has the processor fetch what is read first of a person's tile.
  func prefetch(_ person: Int) {
    if !has(person) { return }
    entries[Int(places[person]) - 1]?.tile.view.prefetch()
  }

  /// Has the processor fetch where an event will be written; best some time after `prefetch`.
  func prefetch(_ person: Int, named name: UInt32) {
    if !has(person) { return }
    entries[Int(places[person]) - 1]?.tile.view.prefetchEnds(named: name)
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
    if !has(person) { return }
    let index = Int(places[person]) - 1
    byteCount -= entries[index]?.bytes ?? 0
    entries[index] = nil
    free.append(index)
    places[person] = 0
  }

  /// Has the tiles of some people take in what came of them, since that is about to be sealed.
  mutating func extend(
    _ people: Range<Int>, _ timeline: borrowing Timeline, _ projection: PersonProjection,
    paths: [Bool]
  ) {
    for person in people.clamped(to: 0..<places.count) where places[person] != 0 {
      _ = tile(of: person, timeline, projection, paths: paths)
    }
  }

  /// Notes that what came of some people was sealed after their tiles took it in.
  mutating func noteSealed(_ people: Range<Int>, _ timeline: borrowing Timeline) {
    for person in people.clamped(to: 0..<places.count) where places[person] != 0 {
      entries[Int(places[person]) - 1]?.last = timeline.lastRecord(person)
    }
  }

  /// Throws some tiles away for good: nothing else may be asked afterwards.
  ///
  /// - Returns: Whether there are more.
  mutating func release(_ count: Int) -> Bool {
    entries.removeLast(min(count, entries.count))
    if entries.isEmpty { places = [] }
    return !entries.isEmpty
  }
}
