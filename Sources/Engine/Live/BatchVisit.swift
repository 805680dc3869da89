import StarlingColumns
import StarlingModel
import StarlingSegment
import StarlingTimeline

/// The rows of batches person by person, each person's in the order of time. At a place of its own:
/// what is asked of an event must not count a handful of references.
final class BatchVisit {
  /// One event of the person who is visited.
  struct Entry: BitwiseCopyable {
    /// Unit: ms since 1970 UTC.
    var time: Int64
    /// Index of the batch.
    var batch: UInt32
    /// Row in the batch.
    var row: UInt32
    /// Code of the event's name.
    var name: UInt32
    var traits: EventSight.Traits
  }

  /// The events of one person, in order of time.
  struct Run {
    var person: Int
    var entries: Range<Int>
  }

  let entries: [Entry]
  /// By entry, then by path of `EventSight.summedPaths`: the event's number; NaN without one.
  private let numbers: [Double]
  private let summedPaths: Int
  private let batches: [ArrivedEvents]
  /// By person.
  let runs: [Run]
  /// What changes that the events bring are to be called.
  let cause: ChangeCause
  let lateCause: ChangeCause
  /// What changes are to be called that time brought between the events.
  let timeCause: ChangeCause
  /// What changes are to be called that people bring who turn out to be one.
  let mergeCause: ChangeCause

  init(_ outcome: AppendOutcome, _ sight: EventSight, isHistorical: Bool) {
    let rows = outcome.rows
    batches = outcome.batches
    cause = isHistorical ? .historical : .event
    lateCause = isHistorical ? .historical : .late
    timeCause = isHistorical ? .historical : .time
    mergeCause = isHistorical ? .historical : .merge
    let watched = batches.map { batch in
      sight.watchesPaths ? batch.events.properties.map { sight.isWatched(key: $0.key) } : []
    }
    summedPaths = sight.summedPaths.count
    let summed =
      summedPaths == 0
      ? []
      : batches.map { $0.events.properties.map { SummedProperty($0, sight.summedPaths) } }
    var entries: [Entry] = []
    var numbers: [Double] = []
    entries.reserveCapacity(rows.count)
    numbers.reserveCapacity(rows.count * summedPaths)
    for row in rows {
      let batch = Int(row.batch)
      var traits = EventSight.Traits(rawValue: 0)
      if row.kind == .identify { traits.insert(.isIdentify) }
      if row.kind.isSelectable {
        traits.insert(.isRow)
        // Out of order nobody can tell without looking at the others.
        if row.startsSession || !row.isInOrder { traits.insert(.startsSession) }
        if !watched[batch].isEmpty, Self.has(watched[batch], batches[batch], Int(row.row)) {
          traits.insert(.hasWatchedPath)
        }
      }
      entries.append(
        Entry(time: row.time, batch: row.batch, row: row.row, name: row.name, traits: traits))
      if summedPaths > 0 {
        numbers += Self.numbers(batches[batch], Int(row.row), summed[batch], summedPaths)
      }
    }
    self.entries = entries
    self.numbers = numbers
    runs = Self.runs(rows)
  }

  private static func numbers(
    _ batch: ArrivedEvents, _ row: Int, _ summed: [SummedProperty?], _ paths: Int
  ) -> [Double] {
    var numbers = [Double](repeating: .nan, count: paths)
    let start = row == 0 ? 0 : batch.events.propertyEnds[row - 1]
    for index in start..<batch.events.propertyEnds[row] {
      guard let property = summed[Int(batch.events.propertyPaths[index])] else { continue }
      numbers[property.path] = property.numbers[Int(batch.events.propertyCodes[index])]
    }
    return numbers
  }

  /// The number of an entry's event at a path of `EventSight.summedPaths`; NaN without one.
  @inline(__always)
  func number(_ entry: Int, _ path: Int) -> Double { numbers[entry &* summedPaths &+ path] }

  /// The value code of an entry's event at a path, both of the timeline's vocabulary; 0 = absent.
  func code(_ entry: Int, _ path: UInt32) -> UInt32 {
    batches[Int(entries[entry].batch)].code(ofRow: Int(entries[entry].row), at: path)
  }

  private static func has(_ watched: [Bool], _ batch: ArrivedEvents, _ row: Int) -> Bool {
    let start = row == 0 ? 0 : batch.events.propertyEnds[row - 1]
    for index in start..<batch.events.propertyEnds[row]
    where watched[Int(batch.events.propertyPaths[index])] {
      return true
    }
    return false
  }

  private static func runs(_ rows: [AppendOutcome.Row]) -> [Run] {
    var runs: [Run] = []
    var start = 0
    while start < rows.count {
      var end = start + 1
      while end < rows.count && rows[end].person == rows[start].person { end += 1 }
      runs.append(Run(person: Int(rows[start].person), entries: start..<end))
      start = end
    }
    return runs
  }
}

/// A property of a batch whose numbers count for nodes that compare sums.
private struct SummedProperty {
  /// Index in `EventSight.summedPaths`.
  let path: Int
  /// By value code of the batch; NaN where the value is no number.
  let numbers: [Double]

  init?(_ property: EventBatch.Property, _ paths: [String]) {
    guard let path = paths.firstIndex(of: property.key) else { return nil }
    self.path = path
    numbers = (0..<UInt32(property.values.count)).map { property.values.number($0) ?? .nan }
  }
}
