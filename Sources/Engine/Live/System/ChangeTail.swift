import StarlingModel
import Synchronization

/// The newest committed changes, and those who wait for more.
final class ChangeTail: Sendable {
  private struct State {
    /// Ascending, without gaps.
    var changes: [MembershipChange] = []
    var last: Int64 = 0
    var waiting: [Int: AsyncStream<Int64>.Continuation] = [:]
    var nextWaiting = 0
    var isEnded = false
  }

  private let state: Mutex<State>
  private let limit: Int

  /// A tail behind a position.
  init(last: Int64, limit: Int) {
    self.limit = limit
    state = Mutex(State(last: last))
  }

  /// The position of the latest change.
  var last: Int64 { state.withLock { $0.last } }

  /// Adds changes that follow the latest one.
  func append(_ changes: [MembershipChange]) {
    guard let last = changes.last else { return }
    let waiting = state.withLock { state in
      state.changes += changes
      if state.changes.count > 2 * limit {
        state.changes.removeFirst(state.changes.count - limit)
      }
      state.last = last.position
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.yield(last.position) }
  }

  /// Changes behind a position; `nil` when the tail does not reach back so far.
  func changes(after position: Int64, limit: Int) -> [MembershipChange]? {
    state.withLock { state in
      guard let first = state.changes.first else { return position >= state.last ? [] : nil }
      if position + 1 < first.position { return nil }
      let start = Int(position + 1 - first.position)
      if start >= state.changes.count { return [] }
      return Array(state.changes[start..<min(state.changes.count, start + limit)])
    }
  }

  /// The latest position each time that it grew; those that nobody took yet are one.
  func positions() -> AsyncStream<Int64> {
    let (stream, continuation) = AsyncStream<Int64>.makeStream(
      bufferingPolicy: .bufferingNewest(1))
    let number = state.withLock { state -> Int? in
      if state.isEnded { return nil }
      state.nextWaiting += 1
      state.waiting[state.nextWaiting] = continuation
      return state.nextWaiting
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    continuation.onTermination = { [weak self] _ in
      self?.forget(number)
    }
    return stream
  }

  /// Tells everybody that there will be no more.
  func end() {
    let waiting = state.withLock { state in
      state.isEnded = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for continuation in waiting { continuation.finish() }
  }

  private func forget(_ number: Int) {
    state.withLock { _ = $0.waiting.removeValue(forKey: number) }
  }
}
