import StarlingColumns
import StarlingIdentify
import StarlingModel

// Appending to a timeline that was built before:
//
// 1. The batch is recoded into the vocabulary, which grows; new identifiers get places.
// 2. Who becomes somebody else is found out; the events of such people count as arriving with the
//    batch.
// 3. For each person the arriving events are put in order (`Timeline+Place`). Only where several
//    events of one instant meet, the caller is asked for the keys of those that are there.
// 4. Then everything is changed: people are joined, those who get events are opened, and each event
//    is put at its place.
//
// A sealed tile is never rewritten; it only stops showing the people who are open.

extension Timeline {
  /// Adds events, however old they are.
  ///
  /// The result is that of a builder that got all batches in the same order.
  ///
  /// - Parameters:
  ///   - firstSequence: Arrival number of the first row that is added; later ones count on.
  ///   - known: Rows to pass over because their message ids were there before, ascending.
  ///   - keys: Gives the keys of some rows of the timeline as it was before this call, in any
  ///     order; the timeline at hand tells whose rows these are.
  /// - Throws: What `keys` throws; the same batch can be appended again.
  /// - Complexity: O(events of the batch) when they are later than what their people have and the
  ///   people are open; O(events of a person) to open one.
  package mutating func append(
    _ batch: EventBatch, firstSequence: UInt32, known: [Int] = [],
    keys: (TiedRows, Timeline) throws -> [ArrivalKey]
  ) rethrows -> AppendOutcome {
    ArrivalKey.requireRoom(for: batch.count - known.count, from: firstSequence)
    let codeCount = vocabulary.codeCount
    let placeCount = places
    let codes = BatchCodes(batch, &vocabulary, &identifiers)
    addPlaces()
    let appended = AppendedBatch(
      batch, codes, personOfIdentifier: personOfIdentifier, firstSequence: firstSequence,
      known: known)
    let movers = appended.movers(personOfIdentifier: personOfIdentifier)
    let placed = try place(appended, movers, keys)

    join(appended.joins)
    for person in movers.keys {
      hide(person)
      nameOfPerson[person] = UInt32(person)
    }
    for (person, events) in placed {
      openUp(person)
      open.insert(events, of: person)
    }
    count(appended)
    return AppendOutcome(
      people: placed.keys.sorted(), joined: movers.keys.sorted(),
      needsBinding: vocabulary.codeCount != codeCount || places != placeCount || !movers.isEmpty)
  }

  private mutating func addPlaces() {
    resolver.reserve(identifiers.count)
    while nameOfPerson.count < identifiers.count {
      personOfIdentifier.append(UInt32(nameOfPerson.count))
      nameOfPerson.append(UInt32(nameOfPerson.count))
    }
  }

  private mutating func count(_ appended: AppendedBatch) {
    if appended.count == 0 { return }
    eventCount += appended.count
    let first = Stamp(milliseconds: appended.earliest)
    let last = Stamp(milliseconds: appended.latest)
    earliest = min(earliest ?? first, first)
    latest = max(latest ?? last, last)
  }

  private mutating func join(_ joins: [(first: UInt32, second: UInt32)]) {
    for (first, second) in joins where resolver.join(first, second) {
      let group = resolver.identifiers(of: second)
      let root = resolver.root(second)
      for identifier in group { personOfIdentifier[Int(identifier)] = root }
      nameOfPerson[Int(root)] = resolver.name(among: group, identifiers) ?? root
    }
  }

  // MARK: Open people

  /// Moves a person from the sealed tile, if they are in one, to an open tile.
  private mutating func openUp(_ person: Int) {
    if open.tile(of: person) != nil { return }
    var tile = OpenTile(sessionGapMs: sessionGapMs)
    let place = place(ofPerson: person)
    for event in place.tile.codedEvents(place.row) { tile.append(event) }
    hide(person)
    open.open(person, tile)
  }

  /// Takes everything about a person away.
  private mutating func hide(_ person: Int) {
    open.close(person)
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    guard index < tiles.count, row < tiles[index].people, tiles[index].firstSeen[row] != .max
    else { return }
    tiles[index] = tiles[index].hiding(row)
    hidingTiles.insert(index)
  }
}
