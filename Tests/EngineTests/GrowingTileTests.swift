import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTestSupport
import StarlingTimeline
import Testing

/// The tile that live evaluation keeps of a person, against the one that everything is read into.
@Suite struct GrowingTileTests {
  @Test(arguments: 1...150) func `has what a tile made at once has`(seed: Int) throws {
    let test = TestCase(seed: UInt64(seed))
    var random = SeededGenerator(seed: UInt64(seed))
    let events = test.events.inOrder
    var growing = try GrowingTimeline(
      Array(events.prefix(random.number(0...events.count))), test.workspace.settings)
    var wanted = PersonProjection.everything
    var tiles: [Int: (tile: GrowingTile, last: UInt32)] = [:]
    var rest = events.dropFirst(growing.events.count)
    repeat {
      let count = random.number(1...5)
      let outcome = try growing.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      for row in outcome.rows where !row.isInOrder { tiles[Int(row.person)] = nil }
      for union in outcome.unions {
        for person in [union.person] + union.before.map(\.number) { tiles[person] = nil }
      }
      if random.chance(15) {
        // What is about to be sealed is taken in before.
        for (person, var kept) in tiles {
          let timeline = growing.timeline
          let paths = [Bool](repeating: true, count: timeline.vocabulary.paths.count)
          _ = timeline.extend(&kept.tile, person, after: kept.last, wanted, paths: paths)
          tiles[person] = (kept.tile, 0)
        }
        growing.seal(using: &random)
        for person in tiles.keys { tiles[person]?.last = growing.timeline.lastRecord(person) }
      }
      let timeline = growing.timeline
      let paths = [Bool](repeating: true, count: timeline.vocabulary.paths.count)
      wanted.pageNames = ["view", "cart"].compactMap { timeline.vocabulary.code(ofName: $0) }
      // Names that count as pages must be known from the first event on.
      if wanted.pageNames.count < 2 { continue }
      for person in 0..<timeline.places {
        if var kept = tiles[person] {
          kept.last = timeline.extend(
            &kept.tile, person, after: kept.last, wanted, paths: paths)
          tiles[person] = kept
        } else {
          let tile = timeline.growing(person, wanted, paths: paths)
          tiles[person] = (tile, timeline.lastRecord(person))
        }
        guard let tile = tiles[person]?.tile else { continue }
        let whole = timeline.gathered(person)
        try expectSame(tile.view, whole, pages: wanted.pageNames, "\(test.name), person \(person)")
      }
    } while !rest.isEmpty
  }

  private func expectSame(
    _ tile: GrowingTile.View, _ whole: Tile, pages: [UInt32], _ place: String
  ) throws {
    #expect(tile.firstSeen[0] == whole.firstSeen[0], "\(place)")
    try #require(tile.all.times.count == whole.all.count, "\(place)")
    expectSame(tile.all, whole.all, place)
    let names = whole.all.times.indices.map { tile.name(Int(tile.allNames[$0])) }
    #expect(names == whole.all.times.indices.map { whole.names[Int(whole.allNames[$0])] })
    #expect(list(tile.tiedRows) == whole.ordinals.rows, "\(place)")
    #expect(list(tile.tiedBefore) == whole.ordinals.before, "\(place)")
    #expect(list(tile.sessions.times) == whole.sessions.times, "\(place)")
    #expect(list(tile.firstRows) == whole.sessions.firstRows, "\(place)")
    var seen: Set<UInt32> = []
    var counts: (pages: UInt32, kinds: UInt32) = (0, 0)
    for (row, name) in names.enumerated() {
      if whole.sessions.firstRows.contains(UInt32(row)) { seen = [] }
      if whole.isPage(row) || pages.contains(name) { counts.pages += 1 }
      if seen.insert(name).inserted { counts.kinds += 1 }
      #expect(tile.pages[row] == counts.pages && tile.kinds[row] == counts.kinds, "\(place)")
    }
    #expect(tile.postingCount == whole.names.count, "\(place)")
    for (index, name) in whole.names.enumerated() {
      let posting = try #require(tile.posting(named: name), "\(place)")
      expectSame(tile.posting(posting), whole.postings[index], place)
      try #require(tile.posting(posting).times.count == whole.postings[index].count, "\(place)")
      for column in whole.postings[index].columns {
        let codes = tile.codes(column.path, ofPosting: posting)
        for row in whole.postings[index].times.indices {
          #expect(codes[row] == column.codes[row], "\(place)")
        }
      }
    }
    expectSame(tile.traits, whole.traits, place)
    for column in whole.traits.columns {
      let codes = tile.traitCodes(column.path)
      for row in whole.traits.times.indices { #expect(codes[row] == column.codes[row]) }
    }
  }

  private func expectSame(_ rows: Posting.Rows, _ posting: Posting, _ place: String) {
    #expect(list(rows.times) == posting.times, "\(place)")
    #expect(list(rows.starts) == posting.starts && list(rows.lasts) == posting.lasts, "\(place)")
    #expect(rows.latest == posting.times.last ?? .min, "\(place)")
  }
}

private func list<Element>(_ view: ArrayView<Element>) -> [Element] {
  (0..<view.count).map { view[$0] }
}
