import StarlingColumns

/// Some events as they lie in the database, not looked into yet. Reading is quick and in order;
/// decoding takes the time and may be done by several threads.
package struct RawChunk: Sendable {
  /// Number of its first event.
  package let firstSequence: Int64
  /// Number of its events.
  package let count: Int
  /// Header and frame.
  let bytes: [UInt8]

  /// Number of the event behind its last one.
  package var endSequence: Int64 { firstSequence + Int64(count) }

  /// Length in the database. Unit: bytes.
  package var byteCount: Int { bytes.count }

  /// The batches as they were committed, without the rows that were known then.
  ///
  /// - Throws: `ChunkProblem` when the bytes are not what was written.
  package func batches(
    with decoder: inout EventSectionDecoder
  ) throws(ChunkProblem) -> [AcceptedBatch] {
    try decoder.batches(try plain(), count: count)
  }

  /// The message ids of its events, in order.
  ///
  /// - Throws: `ChunkProblem` when the bytes are not what was written.
  package func messageIDs() throws(ChunkProblem) -> MessageIDColumn {
    try EventSectionDecoder.messageIDs(try plain(), count: count)
  }

  /// The columns of all sections.
  func plain() throws(ChunkProblem) -> [UInt8] {
    try ChunkFrame.unwrap(bytes, kind: .events, first: firstSequence, count: count)
  }

  /// The report on a chunk that cannot be read.
  package func damage(_ problem: ChunkProblem) -> ChunkDamage {
    ChunkDamage(log: .events, numbers: firstSequence..<endSequence, problem: problem)
  }
}
