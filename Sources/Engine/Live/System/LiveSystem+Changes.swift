import StarlingModel
import StarlingStore
import StarlingTimeline
import Synchronization

extension LiveSystem: ChangeFeed {
  /// As `ChangeFeed` says.
  package func page(
    after: Int64, limit: Int, filter: ChangeFilter
  ) async throws(QueryProblem) -> ChangePage {
    let last = tail.last
    let changes: [MembershipChange]
    if let recent = tail.changes(after: after, limit: limit) {
      changes = recent
    } else {
      changes = try stored { () throws(StoreError) in
        try store.changes(after: after, limit: limit).changes
      }.filter { $0.position <= last }
    }
    // A page that is not full has all there is: what is missing cannot be read and will not come.
    let end = max(after, last)
    let next = changes.count < limit ? end : changes.last?.position ?? end
    return ChangePage(changes: try passing(changes, filter), next: next, last: last)
  }

  /// As `ChangeFeed` says.
  package func positions() -> AsyncStream<Int64> { tail.positions() }

  private func passing(
    _ changes: [MembershipChange], _ filter: ChangeFilter
  ) throws(QueryProblem) -> [MembershipChange] {
    let segments = Set(filter.segments)
    for segment in filter.segments { try requireSegment(segment) }
    let changes =
      segments.isEmpty ? changes : changes.filter { segments.contains($0.segment) }
    guard let identifier = filter.person else { return changes }
    return core.withLock { core in
      guard let person = core.timeline.person(named: identifier) else {
        return changes.filter { $0.person == identifier }
      }
      // Under all names that the person ever had.
      return changes.filter { core.timeline.person(named: $0.person) == person }
    }
  }
}
