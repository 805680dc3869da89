import Dispatch
import StarlingStore

/// The store for code that waits: its calls block on the disk, so they run on threads of their own
/// and never on those that serve connections.
package struct StoreAccess: Sendable {
  /// The store.
  package let store: Store
  /// Number of threads is the system's; there are never more calls than requests.
  private let queue = DispatchQueue(label: "store", attributes: .concurrent)

  /// Access to a store.
  package init(_ store: Store) {
    self.store = store
  }

  /// What a piece of work gives; the caller waits without holding a thread.
  package func run<Answer: Sendable>(
    _ work: @escaping @Sendable (Store) throws -> Answer
  ) async throws -> Answer {
    let store = store
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work(store) }) }
    }
  }
}
