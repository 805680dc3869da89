import StarlingModel

/// The newest changes of the log, in memory: readers who keep up need no disk.
///
/// An array that grows to its capacity; from then on a new change takes the place of the oldest.
package struct ChangeRing: Sendable {
  /// Changes it holds at most.
  package let capacity: Int
  private var slots: [MembershipChange] = []
  /// Where in `slots` the oldest lies.
  private var oldest = 0
  /// Position of the last change of the log, held or not; 0 when there is none.
  package private(set) var end: Int64
  /// Position before the oldest change that is held.
  package private(set) var start: Int64

  /// An empty ring at the end of a log.
  package init(capacity: Int, end: Int64) {
    precondition(capacity > 0 && end >= 0, "capacity \(capacity), end \(end)")
    self.capacity = capacity
    self.end = end
    start = end
  }

  /// Adds changes; the oldest make room.
  ///
  /// - Precondition: They follow the last ones without a gap.
  package mutating func append(_ changes: [MembershipChange]) {
    for change in changes {
      precondition(change.position == end + 1, "change \(change.position) follows \(end)")
      end = change.position
      if slots.count < capacity {
        slots.append(change)
      } else {
        slots[oldest] = change
        oldest = (oldest + 1) % capacity
        start += 1
      }
    }
  }

  /// Changes after a position that a filter lets through; `nil` when older ones than the ring holds
  /// are asked for, which are in the log.
  ///
  /// - Parameter limit: Changes to give at most.
  package func page(
    after position: Int64, filter: ChangeFilter, limit: Int
  ) -> ChangePage? {
    guard position >= start else { return nil }
    guard position < end else { return ChangePage(changes: [], next: position) }
    let changes = ((position + 1)...end).lazy.map { self[$0] }
    return filter.page(of: changes, after: position, limit: limit)
  }

  /// The change at a position that is held.
  private subscript(position: Int64) -> MembershipChange {
    slots[(oldest + Int(position - start) - 1) % slots.count]
  }
}
