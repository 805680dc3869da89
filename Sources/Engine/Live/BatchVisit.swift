import StarlingColumns
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// The rows of a batch person by person, each person's in the order of time.
struct BatchVisit {
  /// One event of the person who is visited.
  struct Entry: BitwiseCopyable {
    /// Unit: ms since 1970 UTC.
    var time: Int64
    /// Code of the event's name.
    var name: UInt32
    var traits: EventSight.Traits
  }

  /// The events of one person, in order of time.
  struct Run {
    var person: Int
    var entries: Range<Int>
  }

  private(set) var entries: [Entry] = []
  private var people: [UInt32] = []
  private var next = 0
  /// What changes that the events bring are to be called.
  let cause: ChangeCause
  let lateCause: ChangeCause

  init(_ batch: AcceptedBatch, _ rows: [AppendOutcome.Row], _ sight: EventSight) {
    cause = batch.isHistorical ? .historical : .event
    lateCause = batch.isHistorical ? .historical : .late
    let watched =
      sight.watchesPaths ? batch.events.properties.map { sight.isWatched(key: $0.key) } : []
    var order = rows.indices.map { UInt64(rows[$0].person) << 32 | UInt64($0) }
    order.sort()
    entries.reserveCapacity(order.count)
    people.reserveCapacity(order.count)
    var start = 0
    for key in order {
      let row = rows[Int(UInt32(truncatingIfNeeded: key))]
      if start < people.count && people[start] != row.person { start = people.count }
      var traits: EventSight.Traits = []
      if row.kind == .identify { traits.insert(.isIdentify) }
      if row.kind.isSelectable {
        traits.insert(.isRow)
        // Out of order nobody can tell without looking at the others.
        if row.startsSession || !row.isInOrder { traits.insert(.startsSession) }
        if !watched.isEmpty, Self.has(watched, batch.events, Int(row.row)) {
          traits.insert(.hasWatchedPath)
        }
      }
      let entry = Entry(time: row.time, name: row.name, traits: traits)
      // Rows mostly come in order of time; others are put back to where they belong.
      var place = entries.count
      while place > start && entries[place - 1].time > entry.time { place -= 1 }
      entries.insert(entry, at: place)
      people.append(row.person)
    }
  }

  private static func has(_ watched: [Bool], _ batch: EventBatch, _ row: Int) -> Bool {
    let start = row == 0 ? 0 : batch.propertyEnds[row - 1]
    for index in start..<batch.propertyEnds[row] where watched[Int(batch.propertyPaths[index])] {
      return true
    }
    return false
  }

  /// The next person's events; `nil` after the last.
  mutating func nextRun() -> Run? {
    if next == people.count { return nil }
    let start = next
    while next < people.count && people[next] == people[start] { next += 1 }
    return Run(person: Int(people[start]), entries: start..<next)
  }
}
