import StarlingModel

/// Why a person is in a segment at an instant or is not, and when that will change.
package struct MembershipExplanation: Hashable, Sendable {
  /// Instants that are looked at before the search for the next flip is given up.
  package static let flipStepsMax = 10_000

  /// When membership flips if nothing more happens.
  package enum NextFlip: Hashable, Sendable {
    case at(Stamp)
    case never
    /// Not up to and including this instant, where the search was given up.
    case beyond(Stamp)
  }

  /// The segment's name.
  package var segment: String
  /// The instant of the question.
  package var at: Stamp
  /// Whether the person is in the segment then.
  package var isMember: Bool
  /// When that changes.
  package var nextFlip: NextFlip
  /// Whether the flip holds only while the thresholds of percentiles stay as they are.
  package var holdsThresholds: Bool
  /// The segment's expression.
  package var root: Explanation
}
