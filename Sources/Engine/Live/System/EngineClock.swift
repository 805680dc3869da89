import StarlingModel
import Synchronization

/// What time it is: the system's clock, or one that a test sets.
package final class EngineClock: Sendable {
  private let controlled: Mutex<Stamp?>
  private let system: @Sendable () -> Stamp

  /// A clock that follows the system's.
  package init(system: @escaping @Sendable () -> Stamp) {
    self.system = system
    controlled = Mutex(nil)
  }

  /// A clock that stands until it is set.
  package init(controlled start: Stamp) {
    system = { start }
    controlled = Mutex(start)
  }

  /// The present instant.
  package var now: Stamp { controlled.withLock { $0 } ?? system() }

  /// Whether it stands until it is set.
  package var isControlled: Bool { controlled.withLock { $0 != nil } }

  /// Sets a controlled clock; it never goes back.
  ///
  /// - Returns: Whether it can be set.
  package func set(_ now: Stamp) -> Bool {
    controlled.withLock { instant in
      guard let before = instant else { return false }
      instant = max(before, now)
      return true
    }
  }
}
