import StarlingColumns
import StarlingIdentify
import StarlingModel

// Appending to a timeline that was built before:
//
// 1. The batches are recoded into the vocabulary, which grows; new identifiers get places.
// 2. People whom they make one are joined: the younger one's events move to the older.
// 3. The events are taken person by person, each person's in the order in which they will stand,
//    whichever batch brought them: those of requests that crossed each other are none out of order.
//    One that belongs behind all that its person has goes there, in the tail of the tile.
//    For others the place is searched; where several events of one instant meet, their message
//    ids, which the caller gives by arrival number, decide.
//
// A sealed tile is never changed: `seal` makes another one.

extension Timeline {
  /// Adds events, however old they are.
  ///
  /// The result is that of a builder that got all batches in the same order.
  ///
  /// - Parameters:
  ///   - firstSequence: Arrival number of the first row that is added; later ones count on.
  ///   - known: Rows to pass over because their message ids were there before, ascending.
  ///   - messageIDs: Gives the message ids of arrival numbers before `firstSequence`, empty for
  ///     events without one. The timeline must keep arrival numbers.
  /// - Complexity: O(events of the batch) when they are later than what their people have; for
  ///   another one O(events of its person).
  package mutating func append(
    _ batch: EventBatch, firstSequence: UInt32, known: [Int] = [],
    messageIDs: @escaping ([UInt32]) -> [[UInt8]]
  ) -> AppendOutcome {
    append(
      [ArrivedBatch(batch, known: known)], firstSequence: firstSequence, messageIDs: messageIDs)
  }

  /// Adds the events of batches that came one after the other, as if they were one.
  package mutating func append(
    _ batches: [ArrivedBatch], firstSequence: UInt32,
    messageIDs: @escaping ([UInt32]) -> [[UInt8]]
  ) -> AppendOutcome {
    let codeCount = vocabulary.codeCount
    let placeCount = places
    let batches = batches.map { batch in
      ArrivedEvents(batch, BatchCodes(batch.events, &vocabulary, &identifiers))
    }
    addPlaces()
    let arrivals = ArrivedRows(batches, firstSequence: firstSequence, messageIDs)
    Self.requireRoom(for: arrivals.rows.count, from: firstSequence)
    var outcome = AppendOutcome(batches: batches)
    outcome.unions = join(arrivals)
    outcome.rows.reserveCapacity(arrivals.rows.count)
    let order = arrivals.order { personOfIdentifier[Int($0)] }
    for index in order.indices {
      if index + Self.personsAhead < order.count {
        prefetch(person(of: order[index + Self.personsAhead], arrivals))
      }
      outcome.rows.append(append(order[index], arrivals))
    }
    count(outcome.rows)
    outcome.needsBinding =
      vocabulary.codeCount != codeCount || places != placeCount || !outcome.joined.isEmpty
    return outcome
  }

  /// Stops the program when so many events would need larger arrival numbers than there are:
  /// wrapped ones would put events of one instant in another order. Imports end before that with
  /// an error of their own.
  static func requireRoom(for events: Int, from firstSequence: UInt32) {
    precondition(
      events <= Int(UInt32.max) - Int(firstSequence),
      "\(events) events behind the arrival number \(firstSequence) are more than 32 bits count")
  }

  private mutating func addPlaces() {
    resolver.reserve(identifiers.count)
    while nameOfPerson.count < identifiers.count {
      personOfIdentifier.append(UInt32(nameOfPerson.count))
      nameOfPerson.append(UInt32(nameOfPerson.count))
    }
    let tilesNeeded = (places + Tile.capacity - 1) / Tile.capacity
    while tails.count < tilesNeeded { tails.append(TileTail()) }
  }

  private mutating func count(_ rows: [AppendOutcome.Row]) {
    guard let first = rows.first else { return }
    eventCount += rows.count
    var (least, largest) = (first.time, first.time)
    for row in rows {
      least = min(least, row.time)
      largest = max(largest, row.time)
    }
    earliest = min(earliest ?? .latestText, Stamp(milliseconds: least))
    latest = max(latest ?? .earliestText, Stamp(milliseconds: largest))
  }

  // MARK: Events

  /// Rows whose people are fetched into the processor's cache before they are added.
  private static let personsAhead = 8

  /// The person of one of the new rows.
  private func person(of offset: Int, _ arrivals: ArrivedRows) -> Int {
    let place = arrivals.rows[offset]
    let batch = arrivals.batches[Int(place.batch)]
    let identifier = batch.codes.identifiers[Int(batch.events.persons[Int(place.row)])]
    return Int(personOfIdentifier[Int(identifier)])
  }

  private func prefetch(_ person: Int) {
    tails[person / Tile.capacity].prefetch(person % Tile.capacity)
  }

  /// Adds one of the new rows.
  private mutating func append(_ offset: Int, _ arrivals: ArrivedRows) -> AppendOutcome.Row {
    let place = arrivals.rows[offset]
    let row = Int(place.row)
    let batch = arrivals.batches[Int(place.batch)]
    let person = person(of: offset, arrivals)
    let kind = batch.events.kinds[row]
    let record = TileTail.Record(
      time: batch.events.stamps[row], sequence: arrivals.firstSequence + UInt32(offset), kind: kind,
      name: batch.codes.names[Int(batch.events.eventNames[row])])
    let start = row == 0 ? 0 : batch.events.propertyEnds[row - 1]
    let count = batch.events.propertyEnds[row] - start
    let known = know(person)
    let isInOrder =
      record.time > known.lastTime
      || record.time == known.lastTime
        && tails[person / Tile.capacity].endsBefore(record, person % Tile.capacity, arrivals)
    let startsSession =
      isInOrder && kind.isSelectable
      && (known.lastRowTime == .min || record.time - known.lastRowTime > sessionGapMs)
    // Calls that leave no row keep what they said in the log alone.
    let properties = kind.isSelectable || kind == .identify ? count : 0
    if isInOrder {
      tails[person / Tile.capacity].append(
        person % Tile.capacity, record, properties: properties
      ) { batch.property(start &+ $0) }
    } else {
      let list = (start..<start + properties).map { batch.property($0) }
      insert(person, [(record, list)], arrivals)
    }
    return AppendOutcome.Row(
      batch: place.batch, row: place.row, person: UInt32(person), time: record.time, kind: kind,
      name: record.name,
      isInOrder: isInOrder, startsSession: startsSession)
  }

  /// What the tail knows of a person; makes the tail when there is none.
  mutating func know(_ person: Int) -> TileTail.Person {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    let known = tails[index].person(row)
    if known.isKnown { return known }
    var lastTime = Int64.min
    var lastRowTime = Int64.min
    if let sealed = sealedPlace(ofPerson: person) {
      lastRowTime = sealed.tile.all.lastTime(sealed.row)
      lastTime = max(
        lastRowTime, sealed.tile.traits.lastTime(sealed.row), sealed.tile.firstSeen[sealed.row])
    }
    tails[index].know(row, lastTime: lastTime, lastRowTime: lastRowTime)
    return tails[index].person(row)
  }

  /// Puts events of a person, in order, among those that are there.
  private mutating func insert(
    _ person: Int, _ events: [TileTail.Event], _ arrivals: ArrivedRows
  ) {
    guard let earliest = events.first?.record.time else { return }
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    let known = know(person)
    // All that the tail has is later than what is sealed, so whatever is not before it is too.
    if known.last == 0 || earliest < known.firstTime { openUp(person) }
    tails[index].insert(row, events, arrivals)
  }

  /// Moves the sealed rows of a person, if there are any, into the tail.
  private mutating func openUp(_ person: Int) {
    let index = person / Tile.capacity
    let row = person % Tile.capacity
    if know(person).isWhole { return }
    let events = events(of: person).records
    tails[index].empty(row)
    for (record, properties) in events {
      tails[index].append(row, record, properties: properties.count) { properties[$0] }
    }
  }

  // MARK: People

  /// Joins the people whom the batches make one.
  private mutating func join(_ arrivals: ArrivedRows) -> [AppendOutcome.Union] {
    // By the person that they are now.
    var unions: [Int: AppendOutcome.Union] = [:]
    for batch in arrivals.batches {
      for join in batch.events.joins where batch.isNew(Int(join.row)) {
        let row = Int(join.row)
        self.join(
          batch.codes.identifiers[Int(batch.events.persons[row])],
          batch.codes.identifiers[Int(join.identifier)], at: batch.events.stamps[row],
          arrivals, &unions)
      }
    }
    return unions.values.filter { union in
      union.before.count > 1 || union.before.first?.name != nameOfPerson[union.person]
    }.sorted { $0.person < $1.person }
  }

  /// Joins two identifiers, unless they belong to one person already.
  private mutating func join(
    _ first: UInt32, _ second: UInt32, at time: Int64, _ arrivals: ArrivedRows,
    _ unions: inout [Int: AppendOutcome.Union]
  ) {
    let people = Set([first, second].map { Int(personOfIdentifier[Int($0)]) })
    let names = people.map { AppendOutcome.Union.Person(number: $0, name: nameOfPerson[$0]) }
    if !resolver.join(first, second) { return }
    let group = resolver.identifiers(of: second)
    let root = resolver.root(second)
    for identifier in group { personOfIdentifier[Int(identifier)] = root }
    nameOfPerson[Int(root)] = resolver.name(among: group, identifiers) ?? root
    for person in people where person != root { move(person, to: Int(root), arrivals) }
    var union = AppendOutcome.Union(person: Int(root), before: [], time: time)
    for person in names {
      let earlier = unions.removeValue(forKey: person.number)
      union.before += earlier?.before ?? [person]
      union.time = min(union.time, earlier?.time ?? .max)
    }
    unions[Int(root)] = union
  }

  /// Gives all events of a person to another one.
  private mutating func move(_ person: Int, to root: Int, _ arrivals: ArrivedRows) {
    nameOfPerson[person] = UInt32(person)
    let events = events(of: person).records
    _ = know(person)
    tails[person / Tile.capacity].empty(person % Tile.capacity)
    if !events.isEmpty { insert(root, events, arrivals) }
  }
}

extension Posting {
  /// The time of a person's last row; `.min` without rows.
  fileprivate func lastTime(_ person: Int) -> Int64 {
    let rows = rows(person)
    return rows.isEmpty ? .min : times[rows.upperBound - 1]
  }
}
