import StarlingColumns

/// The rows of a batch that are new, and the message ids of all that has ever arrived.
struct ArrivedRows {
  /// The new rows, ascending.
  let rows: [Int]
  private let batch: EventBatch
  private let firstSequence: UInt32
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
