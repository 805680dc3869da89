/// The log of events as the source of message ids: what runs and tables are made from.
struct MessageIDLog: Sendable {
  let database: StoreDatabase
  /// Number behind the last event when the store was opened.
  let end: Int64

  /// Hands over the ids of a range of events chunk by chunk: the first one's number, and the ids.
  ///
  /// - Returns: Chunks that cannot be read; their ids are lost unless a run has them.
  func read(
    _ sequences: Range<Int64>, _ body: (Int64, MessageIDColumn) throws(StoreError) -> Void
  ) throws(StoreError) -> [ChunkDamage] {
    var damages: [ChunkDamage] = []
    var next = sequences.lowerBound
    while next < sequences.upperBound {
      let chunks = try database.chunks(from: next, byteLimit: 4 << 20)
      guard let last = chunks.last else { break }
      for chunk in chunks where chunk.firstSequence < sequences.upperBound {
        let ids: MessageIDColumn
        do throws(ChunkProblem) { ids = try chunk.messageIDs() } catch {
          damages.append(chunk.damage(error))
          continue
        }
        try body(chunk.firstSequence, ids)
      }
      next = last.endSequence
    }
    return damages
  }
}
