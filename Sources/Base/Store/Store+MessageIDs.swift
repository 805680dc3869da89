import Synchronization

extension Store {
  /// The message ids of events, in the order of the numbers given; empty for events without one.
  ///
  /// For ordering the events of one instant. Numbers near each other are cheap together.
  ///
  /// - Throws: `damaged` when the chunk of one of them is; `missing` for a number without an event.
  package func messageIDs(of sequences: [Int64]) throws(StoreError) -> [[UInt8]] {
    var found: [[UInt8]] = []
    found.reserveCapacity(sequences.count)
    for sequence in sequences {
      if let id = idCache.withLock({ $0.id(sequence) }) {
        found.append(id)
        continue
      }
      guard let chunk = try rawChunks(from: sequence, byteLimit: 1).first,
        chunk.firstSequence <= sequence
      else {
        throw StoreError(
          .missing, place: database.path,
          "there is no event \(sequence); the next one is \(nextSequence)")
      }
      do throws(ChunkProblem) {
        let ids = try chunk.messageIDs()
        found.append(ids.id(Int(sequence - chunk.firstSequence)))
        idCache.withLock { $0.insert(ids, from: chunk.firstSequence) }
      } catch {
        throw StoreError(.damaged, place: database.path, "\(chunk.damage(error))")
      }
    }
    return found
  }
}
