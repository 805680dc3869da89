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
  let keepsSequences: Bool

  /// The tile of the staged events.
  ///
  /// - Throws: what `messageIDs` throws.
  /// - Complexity: O(rows) when events arrive in order, O(rows log rows) otherwise.
  func tile(messageIDs: MessageIDs) rethrows -> Tile { tile(try sortedRows(messageIDs)) }

  /// The tile of events that come in order for each person and kind of call.
  func tileInOrder() -> Tile {
    var ties: [Range<Int>] = []
    return tile(rowsByTime(&ties))
  }

  private func tile(_ order: [UInt32]) -> Tile {
    let groups = RowGroups(order, rows)
    var builder = PostingBuilder(rows, people: people)
    let selectable = order.filter { rows.kind(Int($0)).isSelectable }
    let all = builder.posting(selectable[...], hasProperties: false, isDense: true)
    let largest = Int(groups.names.last ?? 0)
    var indexOfName = [UInt32](repeating: 0, count: largest + 1)
    for (index, name) in groups.names.enumerated() { indexOfName[Int(name)] = UInt32(index) }
    let allNames = selectable.map { indexOfName[Int(rows.name(Int($0)))] }
    return Tile(
      people: people, firstSeen: firstSeen(), all: all, allNames: Codes(packing: allNames.span),
      allPages: pages(selectable), names: groups.names,
      postings: groups.names.indices.map { builder.posting(groups.rows(named: $0)) },
      traits: builder.posting(groups.identifyCalls, isDense: true),
      sessions: SessionTable(all, people: people, gapMs: sessionGapMs),
      sequences: sequences(selectable[...]), traitSequences: sequences(groups.identifyCalls))
  }

  private func sequences(_ order: ArraySlice<UInt32>) -> [UInt32] {
    keepsSequences ? order.map { rows.sequences[Int($0)] } : []
  }

  private func firstSeen() -> [Int64] {
    var first = [Int64](repeating: .max, count: people)
    for row in 0..<rows.count {
      let person = Int(rows.persons[row])
      first[person] = min(first[person], rows.times[row])
    }
    return first
  }

  private func pages(_ order: [UInt32]) -> [UInt64] {
    var pages = [UInt64](repeating: 0, count: Bits.words(order.count))
    for (index, row) in order.enumerated() where rows.kind(Int(row)) != .track {
      pages[index >> 6] |= 1 << UInt64(index & 63)
    }
    return pages
  }

  private func sortedRows(_ messageIDs: MessageIDs) rethrows -> [UInt32] {
    var ties: [Range<Int>] = []
    var order = rowsByTime(&ties)
    try resolve(ties, &order, messageIDs)
    return order
  }

  /// The rows by person and time, equal times in the order in which they were staged.
  ///
  /// - Parameter ties: Gets the runs of equal time.
  private func rowsByTime(_ ties: inout [Range<Int>]) -> [UInt32] {
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
    for person in 0..<people {
      let range = starts[person]..<starts[person + 1]
      sortByTime(&order, range)
      collectTies(order, range, &ties)
    }
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
  ) rethrows {
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
