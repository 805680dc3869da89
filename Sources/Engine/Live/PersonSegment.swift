import StarlingModel
import StarlingSegment

/// One segment that a person is in.
package struct PersonSegment: Hashable, Sendable {
  /// The segment's name.
  package var name: String
  /// Since when the person is in it; nil when that was not recorded.
  package var since: Stamp?
  /// When the person leaves if nothing more happens.
  package var nextFlip: MembershipExplanation.NextFlip

  /// Puts the parts together.
  package init(
    name: String, since: Stamp? = nil, nextFlip: MembershipExplanation.NextFlip
  ) {
    self.name = name
    self.since = since
    self.nextFlip = nextFlip
  }
}
