import StarlingModel

/// A part of the log of changes as one reader sees it.
package struct ChangePage: Equatable, Sendable {
  /// Those that the filter lets through, in order.
  package var changes: [MembershipChange]
  /// The position that was read up to: ask for what comes after it. It may lie beyond the last of
  /// `changes`, because others were passed over.
  package var next: Int64

  /// Makes a page.
  package init(changes: [MembershipChange], next: Int64) {
    self.changes = changes
    self.next = next
  }
}
