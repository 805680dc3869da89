import StarlingColumns
import StarlingModel

// The tile of one person from the sealed rows and the tail, with no more in it than somebody wants:
// what live evaluation reads at an event. Rows of a tail are later than the sealed ones, or are all
// that there is, so that lists are put behind each other and nothing is sorted.

extension Timeline {
  /// What is wanted of a person as a tile that can grow.
  ///
  /// - Parameter paths: By path code: whether its column is wanted; those behind the end are not.
  /// - Complexity: O(events of the person).
  package func growing(
    _ person: Int, _ projection: PersonProjection, paths: [Bool]
  ) -> GrowingTile {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    let isWhole = index < tails.count && tails[index].person(row).isWhole
    let sealed = !isWhole && index < tiles.count && row < tiles[index].people ? tiles[index] : nil
    var writer = GrowingTileWriter(
      projection, paths, sessionGapMs: sessionGapMs, sealedRows: sealed?.all.rows(row).count ?? 0,
      names: sealed?.names.count ?? 0)
    if let sealed { writer.add(sealed, row) }
    if index < tails.count { _ = writer.add(tails[index], row, after: 0) }
    return writer.tile
  }

  /// The last event of a person that no sealed tile has, as `extend` takes it; 0 without any.
  package func lastRecord(_ person: Int) -> UInt32 {
    let index = person / Tile.capacity
    return index < tails.count ? tails[index].person(person % Tile.capacity).last : 0
  }

  /// Adds to a tile that `growing` made what its person got since, all of it later than the rest.
  ///
  /// - Parameter last: The last event that the tile has: see `lastRecord`.
  /// - Returns: The last event that it has now.
  /// - Complexity: O(new events), amortised.
  package func extend(
    _ tile: inout GrowingTile, _ person: Int, after last: UInt32, _ projection: PersonProjection,
    paths: [Bool]
  ) -> UInt32 {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    if index >= tails.count || tails[index].person(row).last == last { return last }
    var writer = GrowingTileWriter(tile, projection, paths, sessionGapMs: sessionGapMs)
    let end = writer.add(tails[index], row, after: last)
    tile = writer.tile
    return end
  }
}

/// Writes what is wanted of a person into a tile.
private struct GrowingTileWriter {
  private typealias List = GrowingTile.List
  private typealias Column = GrowingTile.Column

  private(set) var tile: GrowingTile
  private let projection: PersonProjection
  private let paths: [Bool]
  private let sessionGapMs: Int64

  init(_ tile: GrowingTile, _ projection: PersonProjection, _ paths: [Bool], sessionGapMs: Int64) {
    self.tile = tile
    self.projection = projection
    self.paths = paths
    self.sessionGapMs = sessionGapMs
  }

  /// Begins with a tile of nothing.
  init(
    _ projection: PersonProjection, _ paths: [Bool], sessionGapMs: Int64, sealedRows: Int,
    names: Int
  ) {
    let names = min(names, sealedRows)
    var tile = GrowingTile(postings: names, words: sealedRows * 5 + names * 12 + 64)
    if projection.hasOrder {
      tile.reserve(List.all, rows: sealedRows, columns: 3)
      tile.reserve(List.sessions, rows: sealedRows / 8, columns: 1)
    }
    self.init(tile, projection, paths, sessionGapMs: sessionGapMs)
  }

  private func isWanted(_ path: UInt32) -> Bool { Int(path) < paths.count && paths[Int(path)] }

  // MARK: Tails

  /// Adds the records of a tail behind one of them.
  ///
  /// - Parameter last: Place + 1 of the last record that the tile has; 0 = none.
  /// - Returns: Place + 1 of the last record.
  mutating func add(_ tail: borrowing TileTail, _ row: Int, after last: UInt32) -> UInt32 {
    let end = tail.person(row).last
    if end != 0 && tail.previous(end) == last {
      add(tail, end)
    } else {
      for place in tail.places(row, after: last) { add(tail, place) }
    }
    return end
  }

  private mutating func add(_ tail: borrowing TileTail, _ place: UInt32) {
    let record = tail.record(place)
    tile.see(record.time)
    switch record.kind {
    case .group, .alias: break
    case .identify:
      if projection.hasTraits { add(tail, place, record.time, to: List.traits) }
    case .track, .page, .screen:
      let isWanted = projection.wants(record.name)
      if !isWanted && !projection.hasOrder { break }
      let list = tile.posting(named: record.name)
      if projection.hasOrder { order(record.time, list, isPage: record.kind != .track) }
      if isWanted { add(tail, place, record.time, to: list) }
    }
  }

  private mutating func add(
    _ tail: borrowing TileTail, _ place: UInt32, _ time: Int64, to list: Int
  ) {
    let row = tile.append(time, to: list)
    for index in 0..<tail.propertyCount(place) {
      let (path, code) = tail.property(place, index)
      if isWanted(path) { tile.set(path, code, ofRow: row, in: list) }
    }
  }

  // MARK: Sealed rows

  /// Adds what a sealed tile has of a person.
  mutating func add(_ sealed: Tile, _ row: Int) {
    tile.see(sealed.firstSeen[row])
    if projection.hasOrder { order(sealed, row) }
    let postings = sealed.postings
    if let names = projection.names {
      for name in names {
        if let index = sealed.posting(named: name) { add(postings.span[index], row, name) }
      }
    } else {
      // All names are read to bring them into their order, too: these are the ones there are.
      for posting in 0..<tile.view.postingCount {
        let name = tile.view.name(posting)
        if let index = sealed.posting(named: name) { add(postings.span[index], row, name) }
      }
    }
    if projection.hasTraits { add(sealed.traits, row, to: List.traits) }
  }

  private mutating func add(_ posting: borrowing Posting, _ row: Int, _ name: UInt32) {
    let range = posting.rows(row)
    if !range.isEmpty { add(posting, rows: range, to: tile.posting(named: name)) }
  }

  private mutating func add(_ posting: borrowing Posting, _ row: Int, to list: Int) {
    let range = posting.rows(row)
    if !range.isEmpty { add(posting, rows: range, to: list) }
  }

  private mutating func add(_ posting: borrowing Posting, rows: Range<Int>, to list: Int) {
    let columns = posting.columns.span
    var wanted = 0
    for index in columns.indices where isWanted(columns[index].path) { wanted += 1 }
    tile.reserve(list, rows: rows.count, columns: wanted)
    tile.append(posting.view.times, rows, to: list)
    for index in columns.indices where isWanted(columns[index].path) {
      tile.set(columns[index].path, columns[index].view, rows, in: list)
    }
  }

  // MARK: Order

  /// Brings the sealed rows of a person into the order of all events.
  private mutating func order(_ sealed: Tile, _ row: Int) {
    let rows = sealed.all.rows(row)
    let names = CodesView(sealed.allNames)
    // By posting of the sealed tile: the list here + 1.
    var lists = [Int](repeating: 0, count: sealed.names.count)
    for place in rows where lists[Int(names[place])] == 0 {
      let posting = Int(names[place])
      lists[posting] = tile.posting(named: sealed.names[posting]) + 1
    }
    tile.append(sealed.all.view.times, rows, to: List.all)
    order(rows.count) { offset in
      let place = rows.lowerBound &+ offset
      return (lists[Int(names[place])] &- 1, sealed.isPage(place))
    }
  }

  /// Adds a row to the order of all events.
  private mutating func order(_ time: Int64, _ list: Int, isPage: Bool) {
    tile.append(time, to: List.all)
    order(1) { _ in (list, isPage) }
  }

  /// Completes the last rows of all events, which have nothing but their times, and the sessions.
  ///
  /// - Parameter event: The list of a row's name, and whether it is a page or screen call.
  @inline(__always)
  private mutating func order(_ count: Int, _ event: (Int) -> (list: Int, isPage: Bool)) {
    var columns = orderColumns
    let first = tile.view.count(List.all) - count
    var session = UInt32(tile.view.count(List.sessions))
    var pages = first == 0 ? 0 : tile.view.words.uint32(columns.pages &+ first &- 1)
    var kinds = first == 0 ? 0 : tile.view.words.uint32(columns.kinds &+ first &- 1)
    var last = first == 0 ? 0 : tile.view.words.int64(columns.times &+ first &- 1)
    for offset in 0..<count {
      let row = first &+ offset
      let (list, isPage) = event(offset)
      let time = tile.view.words.int64(columns.times &+ row)
      if row == 0 || time - last > sessionGapMs {
        let added = tile.append(time, to: List.sessions)
        tile.set(Column.first, UInt32(row), ofRow: added, in: List.sessions)
        session = UInt32(added + 1)
        columns = orderColumns
      }
      let posting = UInt32(list &- List.postings)
      tile.view.words.set(half: columns.names &+ row, to: posting)
      if tile.view.session(list) != session {
        tile.view.setSession(list, session)
        kinds += 1
      }
      if isPage || projection.pageNames.contains(tile.view.name(Int(posting))) { pages += 1 }
      tile.view.words.set(half: columns.pages &+ row, to: pages)
      tile.view.words.set(half: columns.kinds &+ row, to: kinds)
      if row > 0 && time == last {
        noteTie(row, posting, time)
        columns = orderColumns
      }
      last = time
    }
  }

  /// Where the times of all events and their columns begin, good until the tile grows.
  private var orderColumns: (times: Int, names: Int, pages: Int, kinds: Int) {
    mutating get {
      let names = tile.column(Column.first, of: List.all)
      let pages = tile.column(Column.second, of: List.all)
      let kinds = tile.column(Column.third, of: List.all)
      // There is room for all three from the beginning: nothing moved meanwhile.
      return (tile.view.times(List.all), names, pages, kinds)
    }
  }

  /// Notes how many of the rows of the same instant before a row are of the same name.
  private mutating func noteTie(_ row: Int, _ posting: UInt32, _ time: Int64) {
    let (times, names) = (tile.view.all.times, tile.view.allNames)
    var count: UInt32 = 0
    var place = row - 1
    while place >= 0 && times[place] == time {
      if names[place] == posting { count += 1 }
      place -= 1
    }
    if count == 0 { return }
    let tie = tile.append(time, to: List.ties)
    tile.set(Column.first, UInt32(row), ofRow: tie, in: List.ties)
    tile.set(Column.second, count, ofRow: tie, in: List.ties)
  }
}
