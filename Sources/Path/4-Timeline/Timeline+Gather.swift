import StarlingColumns
import StarlingModel

// A tile of one person, from the sealed rows and the tail, with no more in it than somebody wants:
// what live evaluation reads at an event. Rows of a tail are later than the sealed ones, or are all
// that there is, so that lists are put behind each other and nothing is sorted.

extension Timeline {
  /// What is wanted of a person as a tile of that person alone.
  ///
  /// - Parameter paths: By path code: whether its column is wanted; those behind the end are not.
  /// - Complexity: O(rows of the wanted names), and O(records of the tail).
  package func gathered(
    _ person: Int, _ projection: PersonProjection, paths: [Bool]
  ) -> Tile {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    var gathering = PersonGathering(projection, paths)
    var isWhole = false
    if index < tails.count {
      isWhole = tails[index].person(row).isWhole
      gathering.read(tails[index], row)
    }
    if !isWhole, index < tiles.count, row < tiles[index].people {
      gathering.read(tiles[index], row)
    }
    return gathering.tile(sessionGapMs: sessionGapMs)
  }

  /// The last event of a person that no sealed tile has, as `extend` takes it; 0 without any.
  package func lastRecord(_ person: Int) -> UInt32 {
    let index = person / Tile.capacity
    return index < tails.count ? tails[index].person(person % Tile.capacity).last : 0
  }

  /// Adds to a tile that `gathered` made what its person got since, if that is later than all else.
  ///
  /// - Parameter last: The last event that the tile has: see `lastRecord`.
  /// - Returns: Whether all found a place; else the tile must be gathered anew.
  /// - Complexity: O(new events), amortised.
  package func extend(
    _ tile: Tile, _ person: Int, after last: inout UInt32, _ projection: PersonProjection,
    paths: [Bool]
  ) -> Bool {
    let index = person / Tile.capacity
    if index >= tails.count { return true }
    let end = tails[index].person(person % Tile.capacity).last
    if end == last { return true }
    let tail = tails[index]
    var place = last == 0 ? tail.person(person % Tile.capacity).first : tail.next(after: last)
    var properties: [(path: UInt32, code: UInt32)] = []
    while place != 0 {
      properties.removeAll(keepingCapacity: true)
      for index in 0..<tail.propertyCount(place) {
        let property = tail.property(place, index)
        if Int(property.path) < paths.count && paths[Int(property.path)] {
          properties.append(property)
        }
      }
      if !tile.grow(by: tail.record(place), properties, projection, sessionGapMs: sessionGapMs) {
        return false
      }
      last = place
      place = tail.next(after: place)
    }
    return true
  }
}

/// The rows of a person on their way into a tile of that person alone.
private struct PersonGathering {
  private struct Rows {
    var name: UInt32
    var times: [Int64] = []
    /// Paths with a code for each row, in no order.
    var columns: [(path: UInt32, codes: [UInt32])] = []

    /// Adds codes that a tail has to the last row.
    mutating func set(_ path: UInt32, _ code: UInt32) {
      var index = 0
      while index < columns.count && columns[index].path != path { index += 1 }
      if index == columns.count { columns.append((path, [])) }
      let missing = times.count - columns[index].codes.count - 1
      if missing > 0 { columns[index].codes += [UInt32](repeating: 0, count: missing) }
      columns[index].codes.append(code)
    }

    /// The rows as a posting.
    func posting() -> Posting {
      let count = times.count
      let columns = columns.sorted { $0.path < $1.path }.map { path, codes in
        let missing = count - codes.count
        let all = missing > 0 ? codes + [UInt32](repeating: 0, count: missing) : codes
        return Posting.Column(path: path, codes: .words(all))
      }
      return Posting(members: [], starts: [0, UInt32(count)], times: times, columns: columns)
    }
  }

  private let projection: PersonProjection
  private let paths: [Bool]
  /// Places + 1 of the tail's records.
  private var records: [UInt32] = []
  private var tail: TileTail?
  private var sealed: (tile: Tile, row: Int)?

  init(_ projection: PersonProjection, _ paths: [Bool]) {
    self.projection = projection
    self.paths = paths
  }

  mutating func read(_ tail: TileTail, _ row: Int) {
    self.tail = tail
    var place = tail.person(row).first
    while place != 0 {
      records.append(place)
      place = tail.next(after: place)
    }
  }

  mutating func read(_ tile: Tile, _ row: Int) { sealed = (tile, row) }

  func tile(sessionGapMs: Int64) -> Tile {
    let names = names
    var lists = names.map { rows(sealedNamed: $0) }
    var traits = sealedTraits
    var order = sealedOrder(names)
    var first = sealed.map { $0.tile.firstSeen[$0.row] } ?? .max
    if let tail {
      for place in records {
        let record = tail.record(place)
        first = min(first, record.time)
        switch record.kind {
        case .track, .page, .screen:
          let index = names.partitioningIndex { $0 >= record.name }
          if index == names.count || names[index] != record.name { continue }
          if projection.hasOrder {
            order.append(record.time, index, isPage: record.kind != .track)
          }
          if wants(record.name) { add(record, place, tail, to: &lists[index]) }
        case .identify:
          if projection.hasTraits { add(record, place, tail, to: &traits) }
        case .group, .alias: break
        }
      }
    }
    let all = Posting(
      members: [], starts: [0, UInt32(order.times.count)], times: order.times, columns: [])
    return Tile(
      people: 1, firstSeen: [first], all: all, allNames: .words(order.names),
      allPages: order.pages, names: names, postings: lists.map { $0.posting() },
      traits: traits.posting(), sessions: SessionTable(all, people: 1, gapMs: sessionGapMs))
  }

  private func add(
    _ record: TileTail.Record, _ place: UInt32, _ tail: TileTail, to rows: inout Rows
  ) {
    rows.times.append(record.time)
    for index in 0..<tail.propertyCount(place) {
      let (path, code) = tail.property(place, index)
      if isWanted(path) { rows.set(path, code) }
    }
  }

  private func isWanted(_ path: UInt32) -> Bool { Int(path) < paths.count && paths[Int(path)] }

  private func wants(_ name: UInt32) -> Bool {
    projection.wants(name)
  }

  /// The names that the tile will have, ascending.
  private var names: [UInt32] {
    if let wanted = projection.names, !projection.hasOrder { return wanted }
    var names: [UInt32] = []
    if let (tile, row) = sealed {
      var has = [Bool](repeating: false, count: tile.names.count)
      for place in tile.all.rows(row) { has[Int(tile.allNames[place])] = true }
      for index in has.indices where has[index] { names.append(tile.names[index]) }
    }
    guard let tail else { return names }
    for place in records {
      let record = tail.record(place)
      if !record.kind.isSelectable { continue }
      let index = names.partitioningIndex { $0 >= record.name }
      if index == names.count || names[index] != record.name {
        names.insert(record.name, at: index)
      }
    }
    return names
  }

  // MARK: Sealed rows

  private func rows(sealedNamed name: UInt32) -> Rows {
    var rows = Rows(name: name)
    guard wants(name), let (tile, row) = sealed, let index = tile.posting(named: name) else {
      return rows
    }
    copy(tile.postings[index], row, to: &rows)
    return rows
  }

  private var sealedTraits: Rows {
    var rows = Rows(name: 0)
    if projection.hasTraits, let (tile, row) = sealed { copy(tile.traits, row, to: &rows) }
    return rows
  }

  private func copy(_ posting: Posting, _ row: Int, to rows: inout Rows) {
    let range = posting.rows(row)
    if range.isEmpty { return }
    rows.times = Array(posting.times[range])
    for column in posting.columns where isWanted(column.path) {
      rows.columns.append((column.path, range.map { column.view[$0] }))
    }
  }

  private struct Order {
    var times: [Int64] = []
    var names: [UInt32] = []
    var pages: [UInt64] = []

    mutating func append(_ time: Int64, _ name: Int, isPage: Bool) {
      if times.count & 63 == 0 { pages.append(0) }
      if isPage { pages[times.count >> 6] |= 1 << UInt64(times.count & 63) }
      times.append(time)
      names.append(UInt32(name))
    }
  }

  private func sealedOrder(_ names: [UInt32]) -> Order {
    var order = Order()
    guard projection.hasOrder, let (tile, row) = sealed else { return order }
    let range = tile.all.rows(row)
    order.times.reserveCapacity(range.count + records.count)
    order.names.reserveCapacity(range.count + records.count)
    var indices = [Int](repeating: -1, count: tile.names.count)
    for place in range {
      let posting = Int(tile.allNames[place])
      if indices[posting] < 0 {
        let name = tile.names[posting]
        indices[posting] = names.partitioningIndex { $0 >= name }
      }
      order.append(tile.all.times[place], indices[posting], isPage: tile.isPage(place))
    }
    return order
  }
}
