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
    let next = changes.last?.position ?? max(after, min(after, last))
    return ChangePage(changes: try passing(changes, filter), next: next, last: last)
  }

  /// As `ChangeFeed` says.
  package func positions() -> AsyncStream<Int64> { tail.positions() }

  private func passing(
    _ changes: [MembershipChange], _ filter: ChangeFilter
  ) throws(QueryProblem) -> [MembershipChange] {
    let segments = Set(filter.segments)
    for segment in filter.segments { try requireSegment(segment) }
    var person: String?
    if let identifier = filter.person {
      person =
        core.withLock { core in
          core.timeline.person(named: identifier).map { core.timeline.name(ofPerson: $0) }
        } ?? identifier
    }
    if segments.isEmpty && person == nil { return changes }
    return changes.filter { change in
      (segments.isEmpty || segments.contains(change.segment))
        && (person == nil || change.person == person)
    }
  }
}
