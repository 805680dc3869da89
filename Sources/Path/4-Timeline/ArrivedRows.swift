import StarlingColumns

/// The rows of some batches that are new, and the message ids of all that has ever arrived.
struct ArrivedRows {
  /// A row of one of the batches.
  struct Row: BitwiseCopyable {
    var batch: UInt32
    var row: UInt32
  }

  /// The new rows, in the order in which they arrived.
  private(set) var rows: [Row] = []
  let batches: [ArrivedEvents]
  /// Arrival number of the first new row.
  let firstSequence: UInt32
  /// By new row. Unit: ms since 1970 UTC.
  private var times: [Int64] = []
  private let older: ([UInt32]) -> [[UInt8]]

  init(
    _ batches: [ArrivedEvents], firstSequence: UInt32,
    _ older: @escaping ([UInt32]) -> [[UInt8]]
  ) {
    self.batches = batches
    self.firstSequence = firstSequence
    self.older = older
    let count = batches.reduce(0) { $0 + $1.events.count }
    rows.reserveCapacity(count)
    times.reserveCapacity(count)
    for (index, batch) in batches.enumerated() {
      for row in 0..<batch.events.count where batch.isNew(row) {
        rows.append(Row(batch: UInt32(index), row: UInt32(row)))
        times.append(batch.events.stamps[row])
      }
    }
  }

  /// The indices in `rows`, person by person, each person's in the order in which the events will
  /// stand: by time, at one instant by message id, then by arrival.
  ///
  /// - Parameter person: Gives the number of a person by an identifier.
  func order(_ person: (UInt32) -> UInt32) -> [Int] {
    var keys: [UInt64] = []
    keys.reserveCapacity(rows.count)
    for (offset, row) in rows.enumerated() {
      let batch = batches[Int(row.batch)]
      let identifier = batch.codes.identifiers[Int(batch.events.persons[Int(row.row)])]
      keys.append(UInt64(person(identifier)) << 32 | UInt64(offset))
    }
    keys.sort()
    var order = keys.map { Int(UInt32(truncatingIfNeeded: $0)) }
    var start = 0
    while start < keys.count {
      var end = start + 1
      var isOrdered = true
      while end < keys.count && keys[end] >> 32 == keys[start] >> 32 {
        if stands(order[end], before: order[end - 1]) { isOrdered = false }
        end += 1
      }
      if !isOrdered {
        order[start..<end].sort { first, second in
          stands(first, before: second) || !stands(second, before: first) && first < second
        }
      }
      start = end
    }
    return order
  }

  /// Whether a new row stands before another one of its person, by time and message id.
  private func stands(_ first: Int, before second: Int) -> Bool {
    if times[first] != times[second] { return times[first] < times[second] }
    return messageID(first).lexicographicallyPrecedes(messageID(second))
  }

  private func messageID(_ offset: Int) -> ArraySlice<UInt8> {
    let row = rows[offset]
    let batch = batches[Int(row.batch)]
    return batch.events.messageIDBytes[batch.events.messageIDRange(Int(row.row))]
  }

  /// The message ids of arrival numbers; empty for events without one.
  func messageIDs(_ sequences: [UInt32]) -> [[UInt8]] {
    let earlier = sequences.filter { $0 < firstSequence }
    var found = (earlier.isEmpty ? [] : older(earlier))[...]
    return sequences.map { sequence in
      if sequence < firstSequence { return found.popFirst() ?? [] }
      return Array(messageID(Int(sequence - firstSequence)))
    }
  }
}
