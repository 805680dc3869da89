import StarlingColumns

extension Timeline {
  /// Memory of all tiles and of what came since they were sealed. Unit: bytes.
  ///
  /// - Complexity: O(tiles × their columns).
  package var tileBytes: Int {
    tiles.reduce(0) { $0 + $1.byteCount } + tails.reduce(0) { $0 + $1.byteCount }
  }

  /// Memory of identifiers and of who they are. Unit: bytes.
  package var identifierBytes: Int {
    // A parent, a neighbour and a mark each in the resolver.
    identifiers.memoryBytes + (nameOfPerson.capacity + personOfIdentifier.capacity) * 4
      + identifiers.count * 9
  }
}

extension Vocabulary {
  /// Memory in use. Unit: bytes.
  package var memoryBytes: Int {
    values.reduce(names.memoryBytes + paths.memoryBytes) { $0 + $1.memoryBytes }
  }
}

extension Tile {
  /// Memory of the columns. Unit: bytes.
  fileprivate var byteCount: Int {
    let rows = (sequences.capacity + traitSequences.capacity) * 4 + allPages.capacity * 8
    let others = firstSeen.capacity * 8 + people / 8 + names.capacity * 4 + allNames.byteCount
    let table = (sessions.starts.capacity + sessions.firstRows.capacity) * 4
    let times = (sessions.lasts.capacity + sessions.times.capacity) * 8
    return postings.reduce(rows + others + table + times + all.byteCount + traits.byteCount) {
      $0 + $1.byteCount
    }
  }
}

extension Posting {
  /// Memory of the columns. Unit: bytes.
  fileprivate var byteCount: Int {
    let slots = members.capacity * 2 + starts.capacity * 4 + lasts.capacity * 8
    return columns.reduce(slots + presence.capacity * 16 + times.capacity * 8) {
      $0 + $1.codes.byteCount
    }
  }
}

extension Codes {
  /// Memory in use. Unit: bytes.
  fileprivate var byteCount: Int {
    switch self {
    case .bytes(let codes): codes.capacity
    case .shorts(let codes): codes.capacity * 2
    case .words(let codes): codes.capacity * 4
    case .sparse(let entries, _): entries.capacity * 8
    }
  }
}
