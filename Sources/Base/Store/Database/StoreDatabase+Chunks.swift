import GRDB

extension StoreDatabase {
  /// Chunks in the order of their numbers, from the one that holds `sequence` on.
  ///
  /// - Parameter byteLimit: No further chunk is added when there are so many bytes.
  /// - Returns: None when the log ends before `sequence`.
  func chunks(from sequence: Int64, byteLimit: Int) throws(StoreError) -> [RawChunk] {
    do throws(StoreError) {
      return try read("read events from \(sequence) on") { database in
        let rows = try Row.fetchCursor(
          database.cachedStatement(sql: Self.chunksSQL + " ORDER BY first_sequence"),
          arguments: [sequence])
        var chunks: [RawChunk] = []
        var byteCount = 0
        while byteCount < byteLimit, let row = try rows.next() {
          let bytes = (row[2] as Blob).bytes
          let chunk = RawChunk(firstSequence: row[0], count: row[1], bytes: bytes)
          byteCount += bytes.count
          if chunk.endSequence > sequence { chunks.append(chunk) }
        }
        return chunks
      }
    } catch {
      if error.code != .damaged { throw error }
      return try singleChunks(from: sequence)
    }
  }

  private static let chunksSQL = """
    SELECT first_sequence, count, bytes FROM chunks WHERE first_sequence >=
      coalesce((SELECT max(first_sequence) FROM chunks WHERE first_sequence <= ?), 0)
    """

  /// The next chunk alone, after SQLite found its file damaged somewhere: without bytes when the
  /// damage is in them, so that reading can go on behind it.
  private func singleChunks(from sequence: Int64) throws(StoreError) -> [RawChunk] {
    let next = try read("read where events are from \(sequence) on") { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT first_sequence, count FROM chunks WHERE first_sequence + count > ?
          ORDER BY first_sequence LIMIT 1
          """,
        arguments: [sequence]
      ).map { (first: $0[0] as Int64, count: $0[1] as Int) }
    }
    guard let next else { return [] }
    do throws(StoreError) {
      let bytes = try read("read events from \(next.first) on") { database in
        try Blob.fetchOne(
          database, sql: "SELECT bytes FROM chunks WHERE first_sequence = ?",
          arguments: [next.first])
      }
      return [RawChunk(firstSequence: next.first, count: next.count, bytes: bytes?.bytes ?? [])]
    } catch {
      if error.code != .damaged { throw error }
      return [RawChunk(firstSequence: next.first, count: next.count, bytes: [])]
    }
  }
}
