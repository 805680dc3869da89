import StarlingModel

/// Lets so many items a second through, over time; a source that was quiet may send a second's
/// worth at once.
///
/// A request is let through whole as long as anything is left, and may leave a debt: a batch larger
/// than a second's worth would never get through otherwise.
struct TokenBucket {
  let perSecond: Int
  /// Items that may still come at once; negative for a debt.
  private var level: Double
  private var filledAt: Stamp

  init(perSecond: Int, now: Stamp) {
    self.perSecond = max(1, perSecond)
    level = Double(self.perSecond)
    filledAt = now
  }

  /// Lets a request through, or tells how long to wait.
  ///
  /// - Parameter now: A clock that was set back fills nothing.
  /// - Returns: Whole seconds to wait; `nil` when the request is let through.
  mutating func take(_ items: Int, now: Stamp) -> Int? {
    let passed = max(0, now.milliseconds - filledAt.milliseconds)
    level = min(Double(perSecond), level + Double(passed) / 1_000 * Double(perSecond))
    filledAt = now
    if level <= 0 { return max(1, Int((-level / Double(perSecond)).rounded(.up))) }
    level -= Double(items)
    return nil
  }
}
