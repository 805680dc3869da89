import GRDB
import StarlingModel
import Synchronization

extension Store {
  /// Makes everything in `commit` durable in one synced transaction, or nothing of it.
  ///
  /// The message ids that were asked for since the last commit (`messageIDs.known`) count as there
  /// when it succeeds and are forgotten when it fails. Ask for the ids of every batch before: those
  /// of others count as there only when the store is opened again.
  ///
  /// - Returns: The numbers that the events and changes were given.
  /// - Throws: `full`, `io` (nothing was written; the same commit may be tried again), `tooLarge`.
  package func commit(_ commit: StoreCommit) throws(StoreError) -> StoreReceipt {
    try writer.withLock { (writer) throws(StoreError) -> StoreReceipt in
      do throws(StoreError) {
        let receipt = try write(commit, &writer)
        writer.nextSequence = receipt.sequences.upperBound
        writer.nextPosition = receipt.positions.upperBound
        messageIDs.settle(committedThrough: receipt.sequences.upperBound)
        return receipt
      } catch {
        messageIDs.settle(committedThrough: nil)
        throw error
      }
    }
  }

  private func write(
    _ commit: StoreCommit, _ writer: inout StoreWriter
  ) throws(StoreError) -> StoreReceipt {
    let events = try writer.eventChunks(commit.events, bytesMax: options.chunkBytes)
    let changes = writer.changeChunks(commit.changes)
    let count = events.reduce(0) { $0 + $1.count }
    let receipt = StoreReceipt(
      sequences: writer.nextSequence..<(writer.nextSequence + Int64(count)),
      positions: writer.nextPosition..<(writer.nextPosition + Int64(commit.changes.count)))
    try database.write("commit \(count) events and \(commit.changes.count) changes") { database in
      for chunk in events {
        try database.run(
          "INSERT INTO chunks VALUES (?, ?, ?)", [chunk.first, chunk.count, Blob(chunk.bytes)])
      }
      for chunk in changes {
        try database.run(
          "INSERT INTO change_chunks VALUES (?, ?, ?)",
          [chunk.first, chunk.count, Blob(chunk.bytes)])
      }
      for item in commit.rejected { try item.insert(database) }
      for update in commit.deliveries { try update.apply(database) }
      try commit.definitions?.insert(database)
      try save(receipt, commit.progress, database)
    }
    return receipt
  }

  private func save(
    _ receipt: StoreReceipt, _ progress: StoreProgress?, _ database: Database
  ) throws {
    if receipt.sequences.isEmpty && receipt.positions.isEmpty && progress == nil { return }
    try database.run(
      """
      UPDATE progress SET next_sequence = ?, next_position = ?,
        applied_sequence = coalesce(?, applied_sequence), clock = coalesce(?, clock)
      """,
      [
        receipt.sequences.upperBound, receipt.positions.upperBound, progress?.appliedSequence,
        progress?.clock.milliseconds,
      ])
  }
}
