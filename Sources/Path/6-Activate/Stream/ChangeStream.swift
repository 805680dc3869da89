import StarlingModel

// Everybody who follows the changes live: a ring of the newest ones, and for each reader its place.
//
// A reader pulls: it asks for its next step, writes what it gets to its connection, and asks again
// when that is written. So a slow connection costs a place and never memory. It is told one of
//
//     deliver   these changes; your place has moved
//     readLog   what you want is older than the ring: read the log after your place
//     wait      nothing for you now; ask again when you are woken, or at that instant at the latest
//     end       you took nothing for so long that the connection is better closed
//
// Waiting readers are woken by `append`, which says whom. A long poll is a reader that ends after
// its first changes; paging is a reader that never waits. Time is an argument.

/// Places of all who follow the changes live.
package struct ChangeStream: Sendable {
  /// A reader's number.
  package typealias SubscriberID = Int

  private struct Subscriber {
    var filter: ChangeFilter
    var position: Int64
    /// When it last asked.
    var askedAt: Stamp
    /// Whether it was told to wait and was not woken since.
    var isWaiting = false
  }

  private var ring: ChangeRing
  private var subscribers: [SubscriberID: Subscriber] = [:]
  private var lastID = 0

  /// A stream at the end of a log.
  package init(capacity: Int = StreamLimits.ringCapacity, end: Int64) {
    ring = ChangeRing(capacity: capacity, end: end)
  }

  /// Position of the last change.
  package var end: Int64 { ring.end }
  /// Number of readers.
  package var subscriberCount: Int { subscribers.count }

  /// Adds a reader; `nil` when there are as many as may be.
  ///
  /// - Parameter position: The last change that it has; the end of the log to begin now. One beyond
  ///   the end is the end: then the data directory is another than before.
  package mutating func subscribe(
    after position: Int64, filter: ChangeFilter, now: Stamp
  ) -> SubscriberID? {
    guard subscribers.count < StreamLimits.subscribersMax else { return nil }
    lastID += 1
    subscribers[lastID] = Subscriber(
      filter: filter, position: min(max(0, position), ring.end), askedAt: now)
    return lastID
  }

  /// Takes a reader away.
  package mutating func unsubscribe(_ id: SubscriberID) { subscribers[id] = nil }

  /// Adds committed changes; gives the readers to wake, ascending.
  package mutating func append(_ changes: [MembershipChange]) -> [SubscriberID] {
    ring.append(changes)
    var woken: [SubscriberID] = []
    for (id, subscriber) in subscribers where subscriber.isWaiting {
      if changes.contains(where: subscriber.filter.matches) {
        subscribers[id]?.isWaiting = false
        woken.append(id)
      } else {
        // Who waits has seen everything; so a narrow filter does not fall out of the ring.
        subscribers[id]?.position = ring.end
      }
    }
    return woken.sorted()
  }

  /// What a reader does next. Asking says that what it got before is written.
  package mutating func next(_ id: SubscriberID, now: Stamp) -> StreamStep {
    guard var subscriber = subscribers[id] else { return .end }
    defer { subscribers[id] = subscriber }
    subscriber.askedAt = now
    subscriber.isWaiting = false
    let found = ring.page(
      after: subscriber.position, filter: subscriber.filter, limit: StreamLimits.pageMax)
    guard let page = found else {
      return .readLog(after: subscriber.position, limit: StreamLimits.pageMax)
    }
    subscriber.position = page.next
    if !page.changes.isEmpty { return .deliver(page) }
    subscriber.isWaiting = true
    return .wait(
      until: Stamp(milliseconds: now.milliseconds + StreamLimits.heartbeatMs),
      position: subscriber.position)
  }

  /// A part of the log that a reader was told to read; gives what of it is for the reader.
  ///
  /// - Parameter changes: Those that follow its place, in order; empty when they cannot be read,
  ///   then the reader goes on with what is in memory.
  package mutating func readFromLog(
    _ id: SubscriberID, _ changes: [MembershipChange]
  ) -> ChangePage? {
    guard let subscriber = subscribers[id] else { return nil }
    var page = subscriber.filter.page(
      of: changes, after: subscriber.position, limit: StreamLimits.pageMax)
    if changes.isEmpty { page.next = max(page.next, ring.start) }
    subscribers[id]?.position = page.next
    return page
  }

  /// Readers who had something to take and did not ask for too long; they are taken away, and their
  /// connections are to be closed.
  package mutating func removeStalled(now: Stamp) -> [SubscriberID] {
    let stalled = subscribers.filter { _, subscriber in
      !subscriber.isWaiting
        && now.milliseconds - subscriber.askedAt.milliseconds >= StreamLimits.stallMs
    }.keys.sorted()
    for id in stalled { subscribers[id] = nil }
    return stalled
  }
}
