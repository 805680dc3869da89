import StarlingColumns
import StarlingModel

/// Sorts staged events into a tile: by person, time and message id, then by event name.
///
/// 1. A counting sort by person; rows of one person keep the order of arrival.
/// 2. Each person's rows are sorted by time unless they already are.
/// 3. Runs of equal time are ordered by message id, which is fetched only for them.
/// 4. One pass over the sorted rows fills `all`, the postings and the traits.
struct TileSorter {
  /// Gives the message ids of events by arrival number; empty ids for events without one.
  typealias MessageIDs = ([UInt32]) throws -> [[UInt8]]

  let rows: StagedRows
  let people: Int
  let sessionGapMs: Int64

  /// The tile of the staged events.
  ///
  /// - Throws: what `messageIDs` throws.
  /// - Complexity: O(rows) when events arrive in order, O(rows log rows) otherwise.
  func tile(messageIDs: MessageIDs) throws -> Tile {
    let order = try sortedRows(messageIDs)
    var firstSeen = [Int64](repeating: .max, count: people)
    var all = PostingBuilder()
    var allNames: [UInt32] = []
    var allPages: [UInt64] = []
    var traits = PostingBuilder()
    let names = namesInUse()
    var postings = [PostingBuilder](repeating: PostingBuilder(), count: names.count)
    let largest = Int(names.last ?? 0)
    var indexOfName = [UInt32](repeating: 0, count: largest + 1)
    for (index, name) in names.enumerated() { indexOfName[Int(name)] = UInt32(index) }

    for row in order {
      let row = Int(row)
      let person = Int(rows.persons[row])
      let time = rows.times[row]
      firstSeen[person] = min(firstSeen[person], time)
      switch rows.kinds[row] {
      case .track, .page, .screen:
        let index = indexOfName[Int(rows.names[row])]
        postings[Int(index)].append(person: person, time: time, rows, row)
        if all.times.count & 63 == 0 { allPages.append(0) }
        if rows.kinds[row] != .track {
          allPages[all.times.count >> 6] |= 1 << UInt64(all.times.count & 63)
        }
        allNames.append(index)
        all.append(person: person, time: time)
      case .identify:
        traits.append(person: person, time: time, rows, row)
      case .group, .alias:
        break
      }
    }
    let sealed = all.posting(people: people, isDense: true)
    return Tile(
      people: people, firstSeen: firstSeen, all: sealed, allNames: Codes(packing: allNames),
      allPages: allPages, names: names, postings: postings.map { $0.posting(people: people) },
      traits: traits.posting(people: people, isDense: true),
      sessions: SessionTable(sealed, people: people, gapMs: sessionGapMs))
  }

  private func namesInUse() -> [UInt32] {
    var seen: Set<UInt32> = []
    var last = UInt32.max
    for row in 0..<rows.count where rows.kinds[row].isSelectable && rows.names[row] != last {
      last = rows.names[row]
      seen.insert(last)
    }
    return seen.sorted()
  }

  private func sortedRows(_ messageIDs: MessageIDs) throws -> [UInt32] {
    var starts = [Int](repeating: 0, count: people + 1)
    for person in rows.persons { starts[Int(person) + 1] += 1 }
    for person in 0..<people { starts[person + 1] += starts[person] }
    var next = starts
    var order = [UInt32](repeating: 0, count: rows.count)
    for row in 0..<rows.count {
      let person = Int(rows.persons[row])
      order[next[person]] = UInt32(row)
      next[person] += 1
    }
    var ties: [Range<Int>] = []
    for person in 0..<people {
      let range = starts[person]..<starts[person + 1]
      sortByTime(&order, range)
      collectTies(order, range, &ties)
    }
    try resolve(ties, &order, messageIDs)
    return order
  }

  private func sortByTime(_ order: inout [UInt32], _ range: Range<Int>) {
    var isSorted = true
    for index in range.dropFirst()
    where rows.times[Int(order[index])] < rows.times[Int(order[index - 1])] {
      isSorted = false
      break
    }
    if isSorted { return }
    order[range].sort { left, right in
      let leftTime = rows.times[Int(left)]
      let rightTime = rows.times[Int(right)]
      return leftTime != rightTime ? leftTime < rightTime : left < right
    }
  }

  private func collectTies(_ order: [UInt32], _ range: Range<Int>, _ ties: inout [Range<Int>]) {
    var start = range.lowerBound
    while start < range.upperBound {
      let time = rows.times[Int(order[start])]
      var end = start + 1
      while end < range.upperBound && rows.times[Int(order[end])] == time { end += 1 }
      if end - start > 1 { ties.append(start..<end) }
      start = end
    }
  }

  private func resolve(
    _ ties: [Range<Int>], _ order: inout [UInt32], _ messageIDs: MessageIDs
  ) throws {
    if ties.isEmpty { return }
    let wanted = ties.flatMap { range in order[range].map { rows.sequences[Int($0)] } }
    let ids = try messageIDs(wanted)
    var taken = 0
    for range in ties {
      var run = range.map { (row: order[$0], id: ids[taken + $0 - range.lowerBound]) }
      taken += range.count
      run.sort { left, right in
        if left.id != right.id { return left.id.lexicographicallyPrecedes(right.id) }
        return rows.sequences[Int(left.row)] < rows.sequences[Int(right.row)]
      }
      for (offset, entry) in run.enumerated() { order[range.lowerBound + offset] = entry.row }
    }
  }
}
