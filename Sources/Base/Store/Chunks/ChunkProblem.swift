/// What is wrong with the bytes of a chunk, and where.
package struct ChunkProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in the chunk, its frame decompressed when it got that far. Unit: bytes.
  package var offset: Int
  /// What was found there.
  package var reason: String

  /// Offset and reason, as shown to people.
  package var description: String { "byte \(offset): \(reason)" }
}
