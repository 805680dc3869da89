import StarlingModel

/// Some of the log of changes.
package struct ChangePage: Hashable, Sendable {
  /// The changes in the order of their positions.
  package var changes: [MembershipChange]
  /// The position up to which the log was looked through: ask after it for the next page.
  package var next: Int64
  /// The latest position of the log.
  package var last: Int64

  /// Puts the parts together.
  package init(
    changes: [MembershipChange], next: Int64, last: Int64
  ) {
    self.changes = changes
    self.next = next
    self.last = last
  }
}
