import StarlingColumns

/// The rows of a batch in a timeline's codes, and which people they make one.
struct AppendedBatch {
  /// An event that a person gets.
  struct Arrival {
    /// What happened.
    var event: CodedEvent
    /// What orders it at its instant; not known yet for events of `mover`.
    var key: ArrivalKey
    /// The person it was about until now; `nil` when it is new.
    var mover: Int?
  }

  /// The new events, by the person whom their identifier meant before the batch.
  private(set) var arrivals: [Int: [Arrival]] = [:]
  /// Pairs of identifiers that the batch joins, in order.
  private(set) var joins: [(first: UInt32, second: UInt32)] = []
  private(set) var count = 0
  private(set) var earliest = Int64.max
  private(set) var latest = Int64.min

  /// Reads a batch; see `TimelineBuilder.append` for `firstSequence` and `known`.
  init(
    _ batch: EventBatch, _ codes: BatchCodes, personOfIdentifier: [UInt32],
    firstSequence: UInt32, known: [Int]
  ) {
    var passed = 0
    var join = 0
    for row in 0..<batch.count {
      let firstJoin = join
      while join < batch.joins.count && batch.joins[join].row == row { join += 1 }
      if passed < known.count && known[passed] == row {
        passed += 1
        continue
      }
      let start = row == 0 ? 0 : batch.propertyEnds[row - 1]
      let event = CodedEvent(
        kind: batch.kinds[row], time: batch.stamps[row],
        name: codes.names[Int(batch.eventNames[row])],
        properties: (start..<batch.propertyEnds[row]).map {
          codes.property(batch.propertyPaths[$0], batch.propertyCodes[$0])
        })
      let key = ArrivalKey(
        messageID: Array(batch.messageIDBytes[batch.messageIDRange(row)]),
        sequence: firstSequence + UInt32(count))
      let identifier = codes.identifiers[Int(batch.persons[row])]
      arrivals[Int(personOfIdentifier[Int(identifier)]), default: []].append(
        Arrival(event: event, key: key))
      for index in firstJoin..<join {
        joins.append((identifier, codes.identifiers[Int(batch.joins[index].identifier)]))
      }
      count += 1
      earliest = min(earliest, event.time)
      latest = max(latest, event.time)
    }
  }

  /// The people whom the batch makes somebody else, each with the one they become.
  func movers(personOfIdentifier: [UInt32]) -> [Int: Int] {
    var parents: [Int: Int] = [:]
    func root(_ person: Int) -> Int {
      var root = person
      while let parent = parents[root] { root = parent }
      return root
    }
    for (first, second) in joins {
      let left = root(Int(personOfIdentifier[Int(first)]))
      let right = root(Int(personOfIdentifier[Int(second)]))
      // The older one stays, as `PersonResolver.join` has it.
      if left != right { parents[max(left, right)] = min(left, right) }
    }
    return parents.mapValues(root)
  }
}
