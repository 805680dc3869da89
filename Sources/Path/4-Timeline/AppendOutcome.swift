/// What appending a batch changed.
package struct AppendOutcome: Sendable, Equatable {
  /// The people who got events, ascending: their memberships may have changed at any instant since
  /// those events.
  package var people: [Int]
  /// People who turned out to be others, ascending: their places are empty now.
  package var joined: [Int]
  /// Whether a binding made before does not know all codes and places, so that it must be made
  /// anew before the timeline is asked again.
  package var needsBinding: Bool

  /// Makes an outcome.
  package init(people: [Int], joined: [Int], needsBinding: Bool) {
    self.people = people
    self.joined = joined
    self.needsBinding = needsBinding
  }
}
