import StarlingModel

/// Some of the people who are in a segment.
package struct MemberPage: Hashable, Sendable {
  /// The instant of the answer.
  package var at: Stamp
  /// People who are in it in all.
  package var count: Int
  /// The people, in the order of their first appearance.
  package var members: [Member]
  /// Where the next page goes on; nil when this is the last.
  package var next: PageCursor?

  /// Puts the parts together.
  package init(
    at: Stamp, count: Int, members: [Member], next: PageCursor? = nil
  ) {
    self.at = at
    self.count = count
    self.members = members
    self.next = next
  }
}
