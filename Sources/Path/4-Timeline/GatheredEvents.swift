import StarlingModel

/// Events of one or several people, each person's in order, on their way into a tile.
struct GatheredEvents {
  private(set) var staged = StagedTile()
  /// By posting of the tile that is read: the next row of the person.
  private var nextRows: [Int] = []
  /// What the row in work has.
  private var properties: [(path: UInt32, code: UInt32)] = []

  /// Adds what a sealed tile has of a person.
  ///
  /// - Complexity: O(events of the person × properties + event names).
  private mutating func add(_ row: Int, sealed: Tile, at sealedRow: Int) {
    var first = Int64.max
    let rows = sealed.all.rows(sealedRow)
    nextRows.removeAll(keepingCapacity: true)
    if !rows.isEmpty {
      for index in sealed.postings.indices {
        nextRows.append(sealed.postings[index].rows(sealedRow).lowerBound)
      }
    }
    for place in rows {
      let posting = Int(sealed.allNames[place])
      first = min(first, sealed.all.times[place])
      let record = TileTail.Record(
        time: sealed.all.times[place], sequence: sealed.sequence(ofRow: place),
        kind: sealed.isPage(place) ? .page : .track, name: sealed.names[posting])
      add(row, record, sealed.postings[posting], nextRows[posting])
      nextRows[posting] += 1
    }
    for place in sealed.traits.rows(sealedRow) {
      first = min(first, sealed.traits.times[place])
      let record = TileTail.Record(
        time: sealed.traits.times[place], sequence: sealed.sequence(ofTraits: place),
        kind: .identify, name: 0)
      add(row, record, sealed.traits, place)
    }
    // A call that leaves no row shows only when it is the person's first.
    if sealed.firstSeen[sealedRow] < first {
      let record = TileTail.Record(
        time: sealed.firstSeen[sealedRow], sequence: 0, kind: .group, name: 0)
      staged.append(head(row, record), properties: 0) { _ in (0, 0) }
    }
  }

  /// Adds all that is known of a person, sealed and not.
  ///
  /// - Parameters:
  ///   - row: The person's row in the tile that is being made.
  ///   - place: The person's row in what is read.
  mutating func add(_ row: Int, _ sealed: Tile?, _ tail: TileTail, at place: Int) {
    if let sealed, place < sealed.people, sealed.firstSeen[place] != .max,
      !tail.person(place).isWhole
    {
      add(row, sealed: sealed, at: place)
    }
    add(row, tail, at: place)
  }

  /// Adds what a tail has of a person.
  private mutating func add(_ row: Int, _ tail: TileTail, at tailRow: Int) {
    for place in tail.places(tailRow, after: 0) {
      let record = tail.record(place)
      staged.append(head(row, record), properties: tail.propertyCount(place)) {
        tail.property(place, $0)
      }
    }
  }

  private mutating func add(
    _ row: Int, _ record: TileTail.Record, _ posting: borrowing Posting, _ place: Int
  ) {
    properties.removeAll(keepingCapacity: true)
    for index in posting.columns.indices {
      let code = posting.columns[index].view[place]
      if code != 0 { properties.append((posting.columns[index].path, code)) }
    }
    staged.append(head(row, record), properties: properties.count) { properties[$0] }
  }

  private func head(_ row: Int, _ record: TileTail.Record) -> StagedTile.Head {
    StagedTile.Head(
      person: UInt32(row), time: record.time, sequence: record.sequence, kind: record.kind,
      name: record.name)
  }

  /// The events of one person, in order of time, those of one instant as they were added.
  var records: [TileTail.Event] {
    let rows = StagedRows(staged)
    let order = (0..<rows.count).sorted { left, right in
      rows.times[left] != rows.times[right] ? rows.times[left] < rows.times[right] : left < right
    }
    return order.map { row in
      let record = TileTail.Record(
        time: rows.times[row], sequence: rows.sequences[row], kind: rows.kind(row),
        name: rows.name(row))
      return (record, rows.properties(row).map { (rows.paths[$0], rows.codes[$0]) })
    }
  }

  /// The tile of the events.
  func tile(people: Int, sessionGapMs: Int64, keepsSequences: Bool) -> Tile {
    TileSorter(
      rows: StagedRows(staged), people: people, sessionGapMs: sessionGapMs,
      keepsSequences: keepsSequences
    ).tileInOrder()
  }
}
