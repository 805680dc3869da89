import StarlingModel

/// Which changes a reader of the log wants.
package struct ChangeFilter: Equatable, Sendable {
  /// Names of segments; `nil` for all.
  package var segments: Set<String>?
  /// Name of one person; `nil` for all.
  package var person: String?

  /// Makes a filter; without arguments it lets everything through.
  package init(segments: Set<String>? = nil, person: String? = nil) {
    self.segments = segments
    self.person = person
  }

  /// Whether a change is let through.
  package func matches(_ change: MembershipChange) -> Bool {
    (person.map { $0 == change.person } ?? true)
      && (segments?.contains(change.segment) ?? true)
  }

  /// The changes of a part of the log that are let through, and where the reader is afterwards.
  ///
  /// - Parameters:
  ///   - changes: In order, each after `position`.
  ///   - limit: Changes to let through at most.
  package func page(
    of changes: some Sequence<MembershipChange>, after position: Int64, limit: Int
  ) -> ChangePage {
    var page = ChangePage(changes: [], next: position)
    for change in changes {
      if page.changes.count == limit { break }
      page.next = change.position
      if matches(change) { page.changes.append(change) }
    }
    return page
  }
}
