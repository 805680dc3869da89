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
  /// By entry, then by path of `EventSight.summedPaths`: the event's number; NaN without one.
  private var numbers: [Double] = []
  private let summedPaths: Int
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
    summedPaths = sight.summedPaths.count
    let summed = batch.events.properties.map { property in
      sight.summedPaths.firstIndex(of: property.key) ?? -1
    }
    entries.reserveCapacity(rows.count)
    numbers.reserveCapacity(rows.count * summedPaths)
    people.reserveCapacity(rows.count)
    for row in rows {
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
      entries.append(Entry(time: row.time, name: row.name, traits: traits))
      people.append(row.person)
      if summedPaths > 0 { addNumbers(batch.events, Int(row.row), summed) }
    }
  }

  private mutating func addNumbers(_ batch: EventBatch, _ row: Int, _ summed: [Int]) {
    let first = numbers.count
    for _ in 0..<summedPaths { numbers.append(.nan) }
    let start = row == 0 ? 0 : batch.propertyEnds[row - 1]
    for index in start..<batch.propertyEnds[row] {
      let path = Int(batch.propertyPaths[index])
      if summed[path] < 0 { continue }
      numbers[first + summed[path]] =
        batch.properties[path].values.number(batch.propertyCodes[index]) ?? .nan
    }
  }

  /// The number of an entry's event at a path of `EventSight.summedPaths`; NaN without one.
  @inline(__always)
  func number(_ entry: Int, _ path: Int) -> Double { numbers[entry &* summedPaths &+ path] }

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
