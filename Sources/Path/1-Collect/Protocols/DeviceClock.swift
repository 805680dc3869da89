import StarlingModel

/// Corrects the times of devices whose clocks are wrong.
///
/// What a device says is true of its own clock: the event waited `sentAt - time` on the device. So
/// it happened that long before the request came, by the server's clock:
///
///     receivedAt - (sentAt - time)
///
/// An event cannot have waited less than nothing. Up to a minute of that is taken for rounding and
/// for clocks that were set in between, and the event counts as happening when the request came.
/// Beyond it the two times do not belong together (a `sentAt` of year 1, as some libraries send
/// when they have none), and the device's time stays as it is.
///
/// - Source: Segment's HTTP API, "timestamp".
struct DeviceClock {
  /// When the request came. Unit: ms since 1970 UTC.
  var receivedAt: Int64

  /// See above.
  static let roundingMsMax = Milliseconds.minute

  /// When something happened. Units: ms since 1970 UTC.
  ///
  /// - Parameters:
  ///   - time: When it happened, by the device's clock.
  ///   - sentAt: When it was sent, by the same clock; `nil` when the device does not say.
  func corrected(_ time: Int64, sentAt: Int64?) -> Int64 {
    guard let sentAt else { return time }
    // Safe: both lie in the years 1 to 9999, so that their difference has 49 bits.
    let wait = sentAt - time
    if wait < -Self.roundingMsMax { return time }
    return before(wait) ?? time
  }

  /// The instant a while before the request came; `nil` when it has no text.
  func before(_ wait: Int64) -> Int64? {
    let stamp = receivedAt - max(0, wait)
    return stamp < Stamp.earliestText.milliseconds ? nil : stamp
  }
}
