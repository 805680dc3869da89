import StarlingModel
import Synchronization

/// The rate limits of all sources that have one.
final class SourceRates: Sendable {
  private let buckets = Mutex<[UInt32: TokenBucket]>([:])

  /// Lets a request through, or tells how many whole seconds to wait.
  func wait(for source: CollectSource, items: Int, now: Stamp) -> Int? {
    guard let limit = source.itemsPerSecondMax else { return nil }
    return buckets.withLock { buckets in
      var bucket = buckets[source.id] ?? TokenBucket(perSecond: limit, now: now)
      if bucket.perSecond != limit { bucket = TokenBucket(perSecond: limit, now: now) }
      defer { buckets[source.id] = bucket }
      return bucket.take(items, now: now)
    }
  }
}
