import StarlingModel

extension TargetQueue {
  /// Whether to read the log now.
  enum NextRead: Equatable {
    /// Not before something else happens.
    case notYet
    /// Look again at that instant.
    case later(Stamp)
    /// Now, so many changes after the cursor.
    case now(limit: Int)
  }

  /// Takes changes that were just committed, if it has read all before them.
  mutating func takeCommitted(
    _ changes: [MembershipChange], now: Stamp, heldMax: Int, _ update: inout DeliveryUpdate
  ) {
    guard target.isEnabled, readingAfter == nil, cursor + 1 == changes.first?.position else {
      return
    }
    take(changes, now: now, heldMax: heldMax, &update)
  }

  /// Takes a page that was asked for; an empty one means that the log could not be read.
  mutating func takePage(
    _ changes: [MembershipChange], after: Int64, now: Stamp, heldMax: Int,
    _ update: inout DeliveryUpdate
  ) {
    guard readingAfter == after else { return }
    readingAfter = nil
    if changes.isEmpty {
      rereadAt = Stamp(milliseconds: now.milliseconds + DeliveryLimits.rereadMs)
    } else {
      take(changes, now: now, heldMax: heldMax, &update)
    }
  }

  /// Decides about the next page: when the target is behind and half of its room is free, so that
  /// pages are large.
  mutating func nextRead(now: Stamp, logEnd: Int64, heldMax: Int) -> NextRead {
    guard target.isEnabled, readingAfter == nil, cursor < logEnd, held.count <= heldMax / 2 else {
      return .notYet
    }
    let isWaiting =
      rereadAt > now && rereadAt.milliseconds - now.milliseconds <= DeliveryLimits.rereadMs
    if isWaiting { return .later(rereadAt) }
    readingAfter = cursor
    return .now(limit: min(DeliveryLimits.pageMax, heldMax - held.count))
  }
}
