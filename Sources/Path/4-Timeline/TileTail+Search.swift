import StarlingModel

extension TileTail {
  /// Whether an event of the instant of a person's last ones belongs behind all of them. Only when
  /// they are all in the tail can that be told here; else the answer is no.
  ///
  /// - Complexity: O(records of the instant).
  func endsBefore(_ event: Record, _ row: Int, _ arrivals: ArrivedRows) -> Bool {
    let person = person(row)
    if person.tied == 0 { return false }
    if event.kind.list == .none { return true }
    var place = person.last
    var last: UInt32?
    while last == nil {
      let other = record(place)
      if other.kind.list == event.kind.list { last = other.sequence }
      if place == person.tied { break }
      place = previous(place)
    }
    guard let last else { return true }
    // The events of a batch come in the order in which they will stand.
    if last >= arrivals.firstSequence { return true }
    let ids = arrivals.messageIDs([last, event.sequence])
    return ids[0] == ids[1]
      ? last < event.sequence : ids[0].lexicographicallyPrecedes(ids[1])
  }

  /// Before which of some records each of some events belongs: by time, and at one instant among
  /// calls of its kind by message id, then by arrival. Between the kinds no order means anything.
  ///
  /// - Parameters:
  ///   - events: In order.
  ///   - later: In order, by place + 1, none earlier than the first event.
  /// - Returns: The events with ascending indices in `later`; its count = behind all.
  /// - Complexity: O(records + events), and for each event O(records of its instant).
  func placed(
    _ events: [Event], among later: [UInt32], _ arrivals: ArrivedRows
  ) -> [(event: Event, position: Int)] {
    // By list: where its next event is looked for.
    var from = [0, 0, 0]
    return events.map { event in
      let list = event.record.kind.list.rawValue
      from[list] = position(of: event.record, among: later, from: from[list], arrivals)
      return (event, from[list])
    }.sorted { $0.position < $1.position }
  }

  private func position(
    of event: Record, among later: [UInt32], from start: Int, _ arrivals: ArrivedRows
  ) -> Int {
    var position = start
    var ties: [(index: Int, sequence: UInt32)] = []
    for index in start..<later.count {
      let other = record(later[index])
      if other.time > event.time { break }
      if other.time < event.time {
        position = index + 1
      } else if other.kind.list == event.kind.list {
        ties.append((index, other.sequence))
      }
    }
    if ties.isEmpty || event.kind.list == .none { return position }
    let ids = arrivals.messageIDs(ties.map(\.sequence) + [event.sequence])
    let own = (ids[ties.count], event.sequence)
    for (tie, id) in zip(ties, ids) {
      let precedes =
        id == own.0 ? tie.sequence < own.1 : id.lexicographicallyPrecedes(own.0)
      if !precedes { return position }
      position = tie.index + 1
    }
    return position
  }
}

extension EventKind {
  /// The list of a person's rows that a call belongs to; each is in an order of its own.
  fileprivate enum List: Int { case selectable, identify, none }

  fileprivate var list: List {
    switch self {
    case .track, .page, .screen: .selectable
    case .identify: .identify
    case .group, .alias: .none
    }
  }
}
