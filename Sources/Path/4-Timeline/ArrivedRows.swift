import StarlingColumns

/// The rows of a batch that are new, and the message ids of all that has ever arrived.
struct ArrivedRows {
  /// The new rows, ascending.
  let rows: [Int]
  private let batch: EventBatch
  /// Arrival number of the first new row.
  let firstSequence: UInt32
  private let known: Set<Int>
  private let older: ([UInt32]) -> [[UInt8]]

  init(
    _ batch: EventBatch, firstSequence: UInt32, known: [Int],
    _ older: @escaping ([UInt32]) -> [[UInt8]]
  ) {
    self.batch = batch
    self.firstSequence = firstSequence
    self.known = Set(known)
    self.older = older
    rows = known.isEmpty ? Array(0..<batch.count) : (0..<batch.count).filter { !known.contains($0) }
  }

  /// Whether a row of the batch is new.
  func isNew(_ row: Int) -> Bool { known.isEmpty || !known.contains(row) }

  /// The indices in `rows`, person by person, each person's in the order in which the events will
  /// stand: by time, at one instant by message id, then by arrival.
  ///
  /// - Parameter person: Gives the number of a person by the batch's code.
  func order(_ person: (UInt32) -> UInt32) -> [Int] {
    var keys: [UInt64] = []
    keys.reserveCapacity(rows.count)
    for (offset, row) in rows.enumerated() {
      keys.append(UInt64(person(batch.persons[row])) << 32 | UInt64(offset))
    }
    keys.sort()
    var order = keys.map { Int(UInt32(truncatingIfNeeded: $0)) }
    var start = 0
    while start < keys.count {
      var end = start + 1
      var isOrdered = true
      while end < keys.count && keys[end] >> 32 == keys[start] >> 32 {
        if stands(rows[order[end]], before: rows[order[end - 1]]) { isOrdered = false }
        end += 1
      }
      if !isOrdered {
        order[start..<end].sort { first, second in
          let (row, other) = (rows[first], rows[second])
          return stands(row, before: other) || !stands(other, before: row) && first < second
        }
      }
      start = end
    }
    return order
  }

  /// Whether a row stands before another one of its person, by time and message id.
  private func stands(_ row: Int, before other: Int) -> Bool {
    let (time, otherTime) = (batch.stamps[row], batch.stamps[other])
    if time != otherTime { return time < otherTime }
    return batch.messageIDBytes[batch.messageIDRange(row)].lexicographicallyPrecedes(
      batch.messageIDBytes[batch.messageIDRange(other)])
  }

  /// The message ids of arrival numbers; empty for events without one.
  func messageIDs(_ sequences: [UInt32]) -> [[UInt8]] {
    let earlier = sequences.filter { $0 < firstSequence }
    var found = (earlier.isEmpty ? [] : older(earlier))[...]
    return sequences.map { sequence in
      if sequence < firstSequence { return found.popFirst() ?? [] }
      let row = rows[Int(sequence - firstSequence)]
      return Array(batch.messageIDBytes[batch.messageIDRange(row)])
    }
  }
}
