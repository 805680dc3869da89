extension Tile {
  /// A tile of one of its people alone, as if nothing had happened after an instant.
  ///
  /// - Parameters:
  ///   - person: Row of the person in this tile; row 0 in the new one.
  ///   - end: Inclusive. Unit: ms since 1970 UTC.
  ///   - sessionGapMs: The pause that the sessions of this tile were made with. Unit: ms.
  /// - Complexity: O(events of the person × properties + event names).
  package func cut(person: Int, through end: Int64, sessionGapMs: Int64) -> Tile {
    var times: [Int64] = []
    var names: [UInt32] = []
    var pages: [UInt64] = []
    for row in self.all.rows(person) where self.all.times[row] <= end {
      if names.count & 63 == 0 { pages.append(0) }
      if isPage(row) { pages[names.count >> 6] |= 1 << UInt64(names.count & 63) }
      names.append(allNames[row])
      times.append(self.all.times[row])
    }
    let sealed = Posting(
      members: [], starts: [0, UInt32(times.count)], times: times, columns: [])
    let first = firstSeen[person]
    return Tile(
      people: 1, firstSeen: [first <= end ? first : .max], all: sealed,
      allNames: Codes(packing: names.span), allPages: pages, names: self.names,
      postings: postings.map { $0.cut(person, through: end) },
      traits: traits.cut(person, through: end),
      sessions: SessionTable(sealed, people: 1, gapMs: sessionGapMs))
  }
}

extension Posting {
  /// The rows of one person up to and including `end`, every column kept.
  fileprivate func cut(_ person: Int, through end: Int64) -> Posting {
    let rows = rows(person).filter { times[$0] <= end }
    return Posting(
      members: [], starts: [0, UInt32(rows.count)], times: rows.map { times[$0] },
      columns: columns.map { column in
        let codes = rows.map { column.codes[$0] }
        return Column(path: column.path, codes: Codes(packing: codes.span))
      })
  }
}
