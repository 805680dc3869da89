import StarlingColumns
import StarlingModel

// What happened to a tile's people since the tile was sealed.
//
// 1. An event that belongs behind all that its person has is written behind the others in one
//    column of words, with a link to the person's event before it. Nothing is sorted, nothing
//    moves, and whoever holds an earlier state goes on reading that (`SharedColumn`).
// 2. An event that came late is written too, and so are, once more, the few that stand behind it;
//    where they are many the link of the first of them is changed. Where its place may be before or
//    among the person's sealed rows they are copied into the tail first, and from then on count no
//    more.
// 3. Asking about a person gathers what is sealed and what is linked into a tile of that person
//    alone (`GrowingTile`); sealing a tile anew empties its tail.
//
// A record, in words of 32 bits, whose place + 1 links give:
//
//     record = previous time-low time-high sequence kind count { path code }
//     kind   = name code * 8 + event kind

/// Events of a tile's people that came after it was sealed, in order for each person.
struct TileTail: Sendable {
  /// What is known of a person's tail.
  struct Person: BitwiseCopyable, Sendable {
    /// Place of the last record + 1; 0 without records.
    var last: UInt32 = 0
    /// Place of the first record of the instant of the last + 1, when all events of that instant
    /// are in the tail and were written in order; else 0.
    var tied: UInt32 = 0
    /// How often something changed in another way than by an event behind all others.
    var edits: UInt32 = 0
    /// The latest event of any kind, sealed ones included; `.min` without events.
    var lastTime = Int64.min
    /// The latest track, page or screen event, sealed ones included; `.min` without.
    var lastRowTime = Int64.min
    /// The earliest record; `.max` without records.
    var firstTime = Int64.max
    /// Whether the times above are known.
    var isKnown = false
    /// Whether the sealed rows of the person count no more.
    var isWhole = false

    fileprivate mutating func note(_ record: Record) {
      lastTime = max(lastTime, record.time)
      firstTime = min(firstTime, record.time)
      if record.kind.isSelectable { lastRowTime = max(lastRowTime, record.time) }
    }
  }

  /// One event, its properties aside.
  struct Record: Sendable {
    /// Unit: ms since 1970 UTC.
    var time: Int64
    /// Arrival number.
    var sequence: UInt32
    var kind: EventKind
    /// Code of the event name; means nothing for identify, group and alias calls.
    var name: UInt32
  }

  /// A record and its properties.
  typealias Event = (record: Record, properties: [(path: UInt32, code: UInt32)])

  private static let headWords = 6
  /// Records that are written anew, rather than given another link, when an event goes before them:
  /// another link costs a copy of all words while somebody holds an earlier state.
  private static let rewrittenMax = 16

  /// By row in the tile; empty until somebody is known.
  private var known: [Person] = []
  private var words = SharedColumn<UInt32>()
  /// Number of records, those included that were written anew.
  private(set) var count = 0
  /// See `Person.edits`: of all people together.
  private var editCount = 0
  /// Number of people with records or without their sealed rows.
  private(set) var openCount = 0

  /// Memory in use. Unit: bytes.
  var byteCount: Int {
    words.byteCount + known.capacity * MemoryLayout<Person>.stride
  }

  /// What is known of a person.
  func person(_ row: Int) -> Person { known.isEmpty ? Person() : known[row] }

  /// Has the processor fetch what is known of a person.
  func prefetch(_ row: Int) { ArrayView(known).prefetch(row) }

  /// Whether what is sealed is not all that there is of a person.
  func isOpen(_ row: Int) -> Bool {
    let person = person(row)
    return person.last != 0 || person.isWhole
  }

  // MARK: Writing

  /// Notes what is sealed of a person.
  mutating func know(_ row: Int, lastTime: Int64, lastRowTime: Int64) {
    if known.isEmpty { known = [Person](repeating: Person(), count: Tile.capacity) }
    known[row].lastTime = lastTime
    known[row].lastRowTime = lastRowTime
    known[row].isKnown = true
  }

  /// Takes away all that is known of a person, sealed rows included.
  mutating func empty(_ row: Int) {
    if known.isEmpty { known = [Person](repeating: Person(), count: Tile.capacity) }
    if !isOpen(row) { openCount += 1 }
    let edits = known[row].edits
    known[row] = Person()
    known[row].edits = edits &+ 1
    editCount += 1
    known[row].isKnown = true
    known[row].isWhole = true
  }

  /// Adds an event behind all that the person has.
  ///
  /// - Complexity: O(properties), amortised.
  @inline(__always)
  mutating func append(
    _ row: Int, _ record: Record, properties: Int, _ property: (Int) -> (path: UInt32, code: UInt32)
  ) {
    var person = known[row]
    if person.last == 0 && !person.isWhole { openCount += 1 }
    let place = write(record, behind: person.last, properties: properties, property)
    if record.time > person.lastTime { person.tied = place }
    person.last = place
    person.note(record)
    known[row] = person
  }

  /// Adds the events of a person that another tail has behind one of them; place + 1, 0 = all.
  mutating func append(_ row: Int, from other: borrowing TileTail, after last: UInt32) {
    for place in other.places(row, after: last) {
      append(row, other.record(place), properties: other.propertyCount(place)) {
        other.property(place, $0)
      }
    }
  }

  /// Whether something happened since a state of this tail.
  func hasGrown(since earlier: borrowing TileTail) -> Bool {
    count != earlier.count || editCount != earlier.editCount
  }

  /// Links events of a person, in order, in among those that are there.
  ///
  /// - Complexity: O(records of the person from the earliest instant of the events on), and
  ///   O(words) where many of them stay together while somebody holds an earlier state.
  mutating func insert(_ row: Int, _ events: [Event], _ arrivals: ArrivedRows) {
    guard let earliest = events.first?.record.time else { return }
    let later = places(row, from: earliest)
    var behind = later.first.map { previous($0) } ?? known[row].last
    let placed = placed(events, among: later, arrivals)
    let kept = placed[0].position
    if kept > 0 { behind = later[kept - 1] }
    if !isOpen(row) { openCount += 1 }
    known[row].edits &+= 1
    editCount += 1
    var rest = kept
    for (event, position) in placed {
      behind = keep(later[rest..<position], behind: behind)
      rest = position
      behind = write(event.record, behind: behind, properties: event.properties.count) {
        event.properties[$0]
      }
    }
    known[row].last = keep(later[rest...], behind: behind)
    // What is tied may stand elsewhere now; the next later event begins anew.
    known[row].tied = 0
    for event in events { known[row].note(event.record) }
  }

  /// Puts records that stay together behind another one.
  ///
  /// - Returns: The last of them.
  private mutating func keep(_ places: ArraySlice<UInt32>, behind: UInt32) -> UInt32 {
    if places.count > Self.rewrittenMax, let first = places.first, let last = places.last {
      words.set(Int(first) - 1, to: behind)
      return last
    }
    return places.reduce(behind) { rewrite($1, behind: $0) }
  }

  /// Writes a record once more, behind another one.
  private mutating func rewrite(_ place: UInt32, behind: UInt32) -> UInt32 {
    let properties = (0..<propertyCount(place)).map { property(place, $0) }
    return write(record(place), behind: behind, properties: properties.count) { properties[$0] }
  }

  /// - Returns: The record's place + 1.
  @inline(__always)
  private mutating func write(
    _ record: Record, behind: UInt32, properties: Int,
    _ property: (Int) -> (path: UInt32, code: UInt32)
  ) -> UInt32 {
    let place = words.count
    precondition(place < Int(UInt32.max) - 4_096, "a tail of \(place) words was never sealed")
    let time = UInt64(bitPattern: record.time)
    words.append(count: Self.headWords + 2 * properties) { output in
      output.append(behind)
      output.append(UInt32(truncatingIfNeeded: time))
      output.append(UInt32(truncatingIfNeeded: time >> 32))
      output.append(record.sequence)
      output.append(record.name << 3 | UInt32(record.kind.rawValue))
      output.append(UInt32(properties))
      for index in 0..<properties {
        let (path, code) = property(index)
        output.append(path)
        output.append(code)
      }
    }
    count += 1
    return UInt32(place) + 1
  }

  // MARK: Reading

  /// The record before another one, by place + 1; 0 before the first.
  func previous(_ place: UInt32) -> UInt32 { words[Int(place) - 1] }

  /// A person's records behind one of them, in order, by place + 1; behind 0 = all.
  func places(_ row: Int, after last: UInt32) -> [UInt32] {
    places(row) { $0 != last }
  }

  /// A person's records from an instant on, in order, by place + 1.
  private func places(_ row: Int, from time: Int64) -> [UInt32] {
    places(row) { record($0).time >= time }
  }

  /// A person's last records, as far back as a condition holds, in order.
  private func places(_ row: Int, while isWanted: (UInt32) -> Bool) -> [UInt32] {
    var places: [UInt32] = []
    var place = person(row).last
    while place != 0 && isWanted(place) {
      places.append(place)
      place = previous(place)
    }
    places.reverse()
    return places
  }

  /// The record at a place + 1.
  func record(_ place: UInt32) -> Record {
    let start = Int(place) - 1
    let time = UInt64(words[start + 1]) | UInt64(words[start + 2]) << 32
    let kind = words[start + 4]
    return Record(
      time: Int64(bitPattern: time), sequence: words[start + 3],
      kind: EventKind(rawValue: UInt8(kind & 7)) ?? .track, name: kind >> 3)
  }

  /// Number of properties of the record at a place + 1.
  func propertyCount(_ place: UInt32) -> Int { Int(words[Int(place) + 4]) }

  /// A property of the record at a place + 1.
  func property(_ place: UInt32, _ index: Int) -> (path: UInt32, code: UInt32) {
    let start = Int(place) - 1 + Self.headWords + 2 * index
    return (words[start], words[start + 1])
  }
}

extension TileTail {
  /// Adds the tail's records, and what is known of its people, to a pack.
  func pack(into packer: inout ColumnPacker) {
    packer.put(words.array)
    packer.put(Int64(count))
    packer.put(known.map(\.last))
    packer.put(known.map(\.lastTime))
    packer.put(known.map(\.lastRowTime))
    packer.put(known.map(\.firstTime))
    packer.put(known.map { ($0.isKnown ? 1 : 0) | ($0.isWhole ? 2 : 0) as UInt8 })
  }

  /// The tail that was packed.
  init(unpacking unpacker: inout ColumnUnpacker) throws(PackProblem) {
    words = SharedColumn(try unpacker.array())
    count = try unpacker.count()
    let lasts = try unpacker.array(of: UInt32.self)
    let lastTimes = try unpacker.array(of: Int64.self)
    let lastRowTimes = try unpacker.array(of: Int64.self)
    let firstTimes = try unpacker.array(of: Int64.self)
    let marks = try unpacker.array(of: UInt8.self)
    let counts = [lastTimes, lastRowTimes, firstTimes, marks].map { (list: any Collection) in
      list.count
    }
    let isEmpty = lasts.isEmpty && words.count == 0
    if counts.contains(where: { $0 != lasts.count }) || !isEmpty && lasts.count != Tile.capacity {
      throw unpacker.problem("the tails of \(lasts.count) people")
    }
    known = lasts.indices.map { row in
      Person(
        last: lasts[row], lastTime: lastTimes[row],
        lastRowTime: lastRowTimes[row], firstTime: firstTimes[row],
        isKnown: marks[row] & 1 != 0, isWhole: marks[row] & 2 != 0)
    }
    openCount = known.indices.count { isOpen($0) }
    try requireChains(unpacker)
  }
  /// Each record belongs to one person, so that all chains together have no more links than there
  /// is room for records.
  private func requireChains(_ unpacker: borrowing ColumnUnpacker) throws(PackProblem) {
    var left = words.count / Self.headWords
    for person in known {
      var place = Int(person.last)
      while place != 0 {
        left -= 1
        let end = place + Self.headWords - 1
        if left < 0 || end > words.count || end + 2 * Int(words[place + 4]) > words.count {
          throw unpacker.problem("a tail with a record at word \(place) of \(words.count)")
        }
        place = Int(words[place - 1])
      }
    }
  }
}
