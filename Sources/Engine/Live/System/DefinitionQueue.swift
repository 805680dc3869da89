import Synchronization

/// Lets those who change definitions do so one after another, in the order in which they came: each
/// begins with what the one before left.
final class DefinitionQueue: Sendable {
  /// So many wait at most; more are told to come back.
  private static let waitingMax = 64

  private struct State {
    var isTaken = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Calls `body` when it is its turn.
  ///
  /// - Throws: `QueryProblem` of kind `busy` when too many wait, else what `body` throws.
  func inTurn<Answer>(
    _ body: () async throws(QueryProblem) -> Answer
  ) async throws(QueryProblem) -> Answer {
    let isFull = state.withLock { $0.waiting.count >= Self.waitingMax }
    if isFull {
      throw QueryProblem(
        .busy, "\(Self.waitingMax) others are changing definitions", retryAfterSeconds: 1)
    }
    await withCheckedContinuation { continuation in
      let isMine = state.withLock { state in
        if state.isTaken {
          state.waiting.append(continuation)
          return false
        }
        state.isTaken = true
        return true
      }
      if isMine { continuation.resume() }
    }
    defer { leave() }
    return try await body()
  }

  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.isTaken = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
