import StarlingCollect
import Synchronization

/// Puts chunks that threads finish in any order back into the order of the input.
///
/// Whoever brings the chunk that is next in turn commits it and all that follow it; the others go
/// on parsing.
final class ChunkOrder: Sendable {
  private struct State {
    var waiting: [Int: ParsedChunk] = [:]
    var next = 0
    var isCommitting = false
  }

  private let state = Mutex(State())

  /// Brings a chunk.
  ///
  /// - Returns: Whether the caller has to commit now, by calling `take` until it gives `nil`.
  func bring(_ chunk: ParsedChunk) -> Bool {
    state.withLock { state in
      state.waiting[chunk.sequence] = chunk
      if state.isCommitting || state.waiting[state.next] == nil { return false }
      state.isCommitting = true
      return true
    }
  }

  /// The chunk that is next in turn; `nil`, and the caller is released, when it is not there yet.
  func take() -> ParsedChunk? {
    state.withLock { state in
      guard let chunk = state.waiting.removeValue(forKey: state.next) else {
        state.isCommitting = false
        return nil
      }
      state.next += 1
      return chunk
    }
  }
}
