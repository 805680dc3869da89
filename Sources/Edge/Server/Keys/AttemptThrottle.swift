import Synchronization

/// How often an address may come with a wrong key: `burst` times, then once in `refillMs`.
///
/// Keys have 256 random bits, so guessing is hopeless anyhow; what is saved is the work, and the
/// logs stay readable. Good keys always pass, so that nobody can lock out a neighbour behind the
/// same address. The table is bounded: when it is full, addresses that would be allowed again are
/// forgotten, and if there are none, everybody unknown counts as one.
package final class AttemptThrottle: Sendable {
  /// Wrong keys in a row that are answered as such.
  static let burst = 20
  /// Unit: ms after which one more is.
  static let refillMs: Int64 = 1_000
  /// Addresses that are remembered.
  static let addressesMax = 10_000

  /// For each address the instant at which its whole burst is allowed again. Unit: ms.
  private let recovered = Mutex<[String: Int64]>([:])

  /// Remembers nobody yet.
  package init() {}

  /// Counts a wrong key.
  ///
  /// - Returns: Seconds to wait when there were too many; `nil` when not.
  package func failed(_ address: String, nowMs: Int64) -> Int? {
    recovered.withLock { recovered in
      if recovered.count >= Self.addressesMax { recovered = recovered.filter { $0.value > nowMs } }
      let isFull = recovered.count >= Self.addressesMax && recovered[address] == nil
      let name = isFull ? "" : address
      let due = max(recovered[name] ?? nowMs, nowMs) + Self.refillMs
      let excess = due - nowMs - Int64(Self.burst) * Self.refillMs
      if excess > 0 { return Int((excess + 999) / 1_000) }
      recovered[name] = due
      return nil
    }
  }
}
