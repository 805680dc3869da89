/// What reading the log gives, chunk by chunk.
package enum ChunkReading: Sendable {
  /// The batches of a chunk, in order.
  case events([StoredBatch])
  /// A chunk that cannot be read; the next one follows.
  case damaged(ChunkDamage)
}
