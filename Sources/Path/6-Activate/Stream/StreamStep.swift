import StarlingModel

/// What a reader of the stream does next.
package enum StreamStep: Equatable, Sendable {
  /// Write these changes, then ask again.
  case deliver(ChangePage)
  /// Read so many changes after a position from the log and hand them to `readFromLog`.
  case readLog(after: Int64, limit: Int)
  /// Nothing now: ask again when woken. At the instant at the latest, after a sign of life, which
  /// carries the position.
  case wait(until: Stamp, position: Int64)
  /// Close the connection.
  case end
}
