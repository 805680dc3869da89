import Synchronization

/// A number that only grows.
package final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  /// A counter at 0.
  package init() {}

  /// Adds to it; without a lock.
  package func add(_ amount: Int = 1) {
    precondition(amount >= 0, "a counter grows, not by \(amount)")
    count.wrappingAdd(UInt64(amount), ordering: .relaxed)
  }

  /// The number now.
  package var value: UInt64 { count.load(ordering: .relaxed) }
}
