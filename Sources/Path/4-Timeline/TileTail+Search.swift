import StarlingModel

extension TileTail {
  /// Whether an event of the instant of a person's last ones belongs behind all of them. Only when
  /// they are all in the tail can that be told here; else the answer is no.
  ///
  /// - Complexity: O(records of the instant).
  func endsBefore(_ event: Record, _ row: Int, _ arrivals: ArrivedRows) -> Bool {
    var place = person(row).tied
    if place == 0 { return false }
    if event.kind.list == .none { return true }
    var last: UInt32?
    while place != 0 {
      let other = record(place)
      if other.kind.list == event.kind.list { last = other.sequence }
      place = next(after: place)
    }
    guard let last else { return true }
    // The events of a batch come in the order in which they will stand.
    if last >= arrivals.firstSequence { return true }
    let ids = arrivals.messageIDs([last, event.sequence])
    return ids[0] == ids[1]
      ? last < event.sequence : ids[0].lexicographicallyPrecedes(ids[1])
  }

  /// Behind which record an event belongs: by time, and at one instant among calls of its kind by
  /// message id, then by arrival.
  ///
  /// - Parameter start: Where to begin, as place + 1: a record that goes before it; 0 = the first.
  /// - Returns: Place + 1; 0 = before all.
  /// - Complexity: O(records from there on).
  func place(
    for event: Record, _ row: Int, from start: UInt32, _ arrivals: ArrivedRows
  ) -> UInt32 {
    var behind = start
    var place = start == 0 ? person(row).first : next(after: start)
    var ties: [(place: UInt32, sequence: UInt32)] = []
    while place != 0 {
      let other = record(place)
      if other.time > event.time { break }
      if other.time < event.time {
        behind = place
      } else if other.kind.list == event.kind.list {
        ties.append((place, other.sequence))
      }
      place = next(after: place)
    }
    if ties.isEmpty || event.kind.list == .none { return behind }
    let ids = arrivals.messageIDs(ties.map(\.sequence) + [event.sequence])
    let own = (ids[ties.count], event.sequence)
    for (index, tie) in ties.enumerated() {
      let other = (ids[index], tie.sequence)
      let precedes =
        other.0 == own.0 ? other.1 < own.1 : other.0.lexicographicallyPrecedes(own.0)
      if !precedes { return behind }
      behind = tie.place
    }
    return behind
  }
}

extension EventKind {
  /// The list of a person's rows that a call belongs to; each is in an order of its own.
  fileprivate enum List { case selectable, identify, none }

  fileprivate var list: List {
    switch self {
    case .track, .page, .screen: .selectable
    case .identify: .identify
    case .group, .alias: .none
    }
  }
}
