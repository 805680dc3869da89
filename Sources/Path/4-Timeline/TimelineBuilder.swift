import StarlingColumns
import StarlingIdentify
import StarlingModel

/// Turns batches of events into a `Timeline`.
///
/// 1. `append` recodes a batch into the common vocabulary and stages each event in its person's
///    tile; batches must come in arrival order, from one thread at a time.
/// 2. `prepare` decides who is who and moves the events of joined people together.
/// 3. `seal` sorts one staged tile into columns; tiles are independent of each other.
/// 4. `finish` puts the sealed tiles together.
package struct TimelineBuilder: Sendable {
  private var vocabulary = Vocabulary()
  private var identifiers = ByteTable()
  private var resolver = PersonResolver()
  private var staged: [StagedTile] = []
  private let sessionGapMs: Int64
  private let keepsSequences: Bool
  private var eventCount = 0
  private var earliest = Int64.max
  /// The latest staged event's time; `.min` without events. Unit: ms since 1970 UTC.
  package private(set) var latest = Int64.min

  /// An empty builder.
  ///
  /// - Parameters:
  ///   - sessionGapMs: Longest pause inside a session. Unit: ms.
  ///   - keepsSequences: Whether tiles keep the arrival number of each row, four bytes each: what
  ///     `Timeline.append` needs.
  package init(sessionGapMs: Int64, keepsSequences: Bool = false) {
    self.sessionGapMs = sessionGapMs
    self.keepsSequences = keepsSequences
  }

  /// Number of events staged.
  package var count: Int { eventCount }

  /// Stages the rows of a batch.
  ///
  /// - Parameters:
  ///   - firstSequence: Arrival number of the first row that is staged; later ones count on.
  ///   - known: Rows to pass over because their message ids were there before, ascending.
  package mutating func append(_ batch: EventBatch, firstSequence: UInt32, known: [Int] = []) {
    Timeline.requireRoom(for: batch.count - known.count, from: firstSequence)
    let codes = BatchCodes(batch, &vocabulary, &identifiers)
    resolver.reserve(identifiers.count)
    let tilesNeeded = (identifiers.count + Tile.capacity - 1) / Tile.capacity
    while staged.count < tilesNeeded { staged.append(StagedTile()) }
    var sequence = firstSequence
    var passed = 0
    var join = 0
    var start = 0
    for row in 0..<batch.count {
      let end = batch.propertyEnds[row]
      defer { start = end }
      let firstJoin = join
      while join < batch.joins.count && batch.joins[join].row == row { join += 1 }
      if passed < known.count && known[passed] == row {
        passed += 1
        continue
      }
      let person = codes.identifiers[Int(batch.persons[row])]
      let time = batch.stamps[row]
      let head = StagedTile.Head(
        person: person % UInt32(Tile.capacity), time: time, sequence: sequence,
        kind: batch.kinds[row], name: codes.names[Int(batch.eventNames[row])])
      let first = start
      staged[Int(person) / Tile.capacity].append(head, properties: end - first) { index in
        codes.property(batch.propertyPaths[first &+ index], batch.propertyCodes[first &+ index])
      }
      for index in firstJoin..<join {
        resolver.join(person, codes.identifiers[Int(batch.joins[index].identifier)])
      }
      sequence &+= 1
      eventCount += 1
      earliest = min(earliest, time)
      latest = max(latest, time)
    }
  }

  /// Decides who is who; call once, after the last batch and before `seal`.
  ///
  /// - Returns: Number of tiles to seal.
  package mutating func prepare() -> Int {
    guard resolver.hasJoins else { return staged.count }
    for tile in staged.indices {
      let first = UInt32(tile * Tile.capacity)
      let count = min(Tile.capacity, identifiers.count - tile * Tile.capacity)
      let roots = (0..<UInt32(count)).map { resolver.root(first + $0) }
      if roots.enumerated().allSatisfy({ $0.element == first + UInt32($0.offset) }) { continue }
      let rows = StagedRows(staged[tile])
      staged[tile] = StagedTile()
      for row in 0..<rows.count {
        let person = roots[Int(rows.persons[row])]
        let head = StagedTile.Head(
          person: person % UInt32(Tile.capacity), time: rows.times[row],
          sequence: rows.sequences[row], kind: rows.kind(row), name: rows.name(row))
        let properties = rows.properties(row)
        staged[Int(person) / Tile.capacity].append(head, properties: properties.count) { index in
          (rows.paths[properties.lowerBound + index], rows.codes[properties.lowerBound + index])
        }
      }
    }
    return staged.count
  }

  /// Takes the staged events of a tile out of the builder, so that others can sort them.
  package mutating func take(_ tile: Int) -> StagedTileWork {
    let work = StagedTileWork(
      staged: staged[tile],
      people: min(Tile.capacity, identifiers.count - tile * Tile.capacity),
      sessionGapMs: sessionGapMs, keepsSequences: keepsSequences)
    staged[tile] = StagedTile()
    return work
  }

  /// Puts the sealed tiles, in order, together.
  package consuming func finish(_ tiles: [Tile]) -> Timeline {
    let names = resolver.names(identifiers)
    let people = (0..<UInt32(identifiers.count)).map { resolver.root($0) }
    return Timeline(
      vocabulary: vocabulary, tiles: tiles, identifiers: identifiers, nameOfPerson: names,
      personOfIdentifier: people, resolver: resolver, sessionGapMs: sessionGapMs,
      keepsSequences: keepsSequences, eventCount: eventCount,
      latest: eventCount == 0 ? nil : Stamp(milliseconds: latest),
      earliest: eventCount == 0 ? nil : Stamp(milliseconds: earliest))
  }
}

/// The staged events of one tile: sorting them needs nothing else.
package struct StagedTileWork: Sendable {
  let staged: StagedTile
  let people: Int
  let sessionGapMs: Int64
  let keepsSequences: Bool

  /// Sorts the events into columns.
  ///
  /// - Parameter messageIDs: Gives the message ids of arrival numbers; asked only about events of
  ///   one person at the same instant.
  /// - Throws: what `messageIDs` throws.
  package func seal(messageIDs: ([UInt32]) throws -> [[UInt8]]) rethrows -> Tile {
    try TileSorter(
      rows: StagedRows(staged), people: people, sessionGapMs: sessionGapMs,
      keepsSequences: keepsSequences
    ).tile(messageIDs: messageIDs)
  }
}
