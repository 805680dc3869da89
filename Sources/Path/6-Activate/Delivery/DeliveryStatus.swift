import StarlingModel

/// How the deliveries to one target are doing.
package struct DeliveryStatus: Equatable, Sendable {
  /// Position of the last change that was looked at.
  package var cursor: Int64
  /// Changes in the log that were not looked at yet.
  package var behind: Int64
  /// Unfinished deliveries in memory, those under way included.
  package var held: Int
  /// Requests under way.
  package var inFlight: Int
  /// Until when the target wants nothing, by its Retry-After.
  package var notBefore: Stamp
  /// When the oldest unfinished delivery was found; `nil` when there is none.
  package var oldest: Stamp?
}
