// Where arriving events go among the rows that their people have.

extension Timeline {
  /// By person who gets events: the events in order, each with the number of rows of its kind and
  /// instant that go before it.
  func place(
    _ appended: AppendedBatch, _ movers: [Int: Int],
    _ keys: (TiedRows, Timeline) throws -> [ArrivalKey]
  ) rethrows -> [Int: [(event: CodedEvent, tied: Int)]] {
    var arrivals: [Int: [AppendedBatch.Arrival]] = [:]
    for (person, events) in appended.arrivals {
      arrivals[movers[person] ?? person, default: []] += events
    }
    for (mover, person) in movers {
      let place = place(ofPerson: mover)
      arrivals[person, default: []] += place.tile.codedEvents(place.row).map {
        AppendedBatch.Arrival(event: $0, key: ArrivalKey.unknown, mover: mover)
      }
    }
    var placed: [Int: [(event: CodedEvent, tied: Int)]] = [:]
    for (person, events) in arrivals where !events.isEmpty {
      placed[person] = try events.runs.flatMap { try place($0, person, keys) }
    }
    return placed
  }

  /// Orders events of one person, instant and kind among each other and among the person's rows.
  private func place(
    _ arrivals: [AppendedBatch.Arrival], _ person: Int,
    _ keys: (TiedRows, Timeline) throws -> [ArrivalKey]
  ) rethrows -> [(event: CodedEvent, tied: Int)] {
    guard let first = arrivals.first?.event, let kind = first.row else {
      return arrivals.map { ($0.event, 0) }
    }
    let here = TiedRows(person: person, time: first.time, kind: kind)
    let residents = try rowCount(here) == 0 ? [] : sortedKeys(here, keys)
    let movers = Set(arrivals.map(\.mover))
    var run = arrivals
    if !residents.isEmpty || movers.count > 1 {
      for mover in movers.compactMap(\.self) {
        var rest = try sortedKeys(TiedRows(person: mover, time: first.time, kind: kind), keys)[...]
        for index in run.indices where run[index].mover == mover {
          run[index].key = rest.removeFirst()
        }
      }
    }
    // Events of one mover alone have no keys and are in order.
    if movers.contains(nil) || movers.count > 1 { run.sort { $0.key < $1.key } }
    return run.enumerated().map { offset, arrival in
      (arrival.event, residents.partitioningIndex { $0 > arrival.key } + offset)
    }
  }

  private func sortedKeys(
    _ rows: TiedRows, _ keys: (TiedRows, Timeline) throws -> [ArrivalKey]
  ) rethrows -> [ArrivalKey] {
    let found = try keys(rows, self)
    let count = rowCount(rows)
    precondition(found.count == count, "\(found.count) keys for the \(count) rows of \(rows)")
    return found.sorted()
  }

  private func rowCount(_ rows: TiedRows) -> Int {
    let place = place(ofPerson: rows.person)
    let posting = rows.kind == .selectable ? place.tile.all : place.tile.traits
    let times = posting.times[posting.rows(place.row)]
    return times.partitioningIndex { $0 > rows.time }
      - times.partitioningIndex { $0 >= rows.time }
  }
}

extension ArrivalKey {
  fileprivate static let unknown = ArrivalKey(messageID: [], sequence: 0)
}

extension [AppendedBatch.Arrival] {
  /// The events in order of time, those of one instant and kind together; events that came one
  /// after the other stay so.
  fileprivate var runs: [[AppendedBatch.Arrival]] {
    let order = indices.sorted { left, right in
      let (one, other) = (self[left].event, self[right].event)
      if one.time != other.time { return one.time < other.time }
      return one.rank != other.rank ? one.rank < other.rank : left < right
    }
    var runs: [[AppendedBatch.Arrival]] = []
    for index in order {
      if let last = runs.last?.last?.event, last.time == self[index].event.time,
        last.rank == self[index].event.rank
      {
        runs[runs.count - 1].append(self[index])
      } else {
        runs.append([self[index]])
      }
    }
    return runs
  }
}

extension CodedEvent {
  fileprivate var rank: Int {
    switch row {
    case .selectable: 0
    case .identify: 1
    case nil: 2
    }
  }
}
