import StarlingColumns

extension Store {
  /// Chunks in order, from the one that holds the event `sequence` on, not decoded yet.
  ///
  /// To read the whole log, go on with `endSequence` of the last one until there are none. Several
  /// threads may decode what one reads.
  ///
  /// - Parameter byteLimit: About how many bytes are read at once.
  package func rawChunks(
    from sequence: Int64, byteLimit: Int = 8 << 20
  ) throws(StoreError) -> [RawChunk] {
    try database.chunks(from: sequence, byteLimit: byteLimit)
  }

  /// Reads the log from the event `sequence` on and hands it over chunk by chunk.
  ///
  /// Damaged chunks are reported and passed over. Memory is bounded by some chunks.
  package func readEvents(
    from sequence: Int64, _ body: (ChunkReading) throws(StoreError) -> Void
  ) throws(StoreError) {
    var decoder = EventSectionDecoder()
    var next = sequence
    while true {
      let chunks = try rawChunks(from: next)
      guard let last = chunks.last else { return }
      for chunk in chunks {
        try body(reading(chunk, from: next, with: &decoder))
      }
      next = last.endSequence
    }
  }

  /// One chunk decoded, without what lies before `sequence`.
  private func reading(
    _ chunk: RawChunk, from sequence: Int64, with decoder: inout EventSectionDecoder
  ) -> ChunkReading {
    do throws(ChunkProblem) {
      var stored: [StoredBatch] = []
      var first = chunk.firstSequence
      for batch in try chunk.batches(with: &decoder) {
        let end = first + Int64(batch.events.count)
        if end > sequence {
          var batch = batch
          if first < sequence { batch.known = Array(0..<Int(sequence - first)) }
          stored.append(StoredBatch(firstSequence: first, batch: batch))
        }
        first = end
      }
      return .events(stored)
    } catch {
      return .damaged(chunk.damage(error))
    }
  }
}
