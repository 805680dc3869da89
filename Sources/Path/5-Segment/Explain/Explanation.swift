import StarlingModel

/// Why an expression has the value it has for one person at one instant: a tree with a part for
/// each sub-expression that says something of its own.
package struct Explanation: Hashable, Sendable {
  /// Events that a part lists; of more the latest are listed.
  package static let eventsMax = 20
  /// Values that `any` lists; of more the first are listed.
  package static let valuesMax = 20

  /// Something about a part that is neither its value nor an event.
  package enum Fact: Hashable, Sendable {
    /// The instant that a clock runs from.
    case clock(from: Stamp)
    /// The values for which an `any` is true, and how many they are in all; the part's children
    /// explain the first.
    case values([Value], count: Int)
    /// The first step of a pattern that no event reaches; empty for its first selector.
    case unreached(step: String)
    /// When an absence that a pattern waits for is confirmed if nothing more happens.
    case confirmed(at: Stamp)
    /// A threshold over all people, which is computed at the instant of the question and held.
    case heldThreshold
    /// A definition that an earlier part explains.
    case explainedAbove
    /// The person has no event by the instant, so belongs to nothing.
    case unseen
  }

  /// The sub-expression in canonical form.
  package var text: String
  /// `nil` when absent; conditions are booleans.
  package var value: Value?
  /// The first instant at which the value could change without a new event; `nil` = never. The
  /// growth of a clock is no change.
  package var until: Stamp?
  /// The events that decide the value, in order; at most `eventsMax`.
  package var events: [ExplainedEvent] = []
  /// Number of events that were selected.
  package var eventCount = 0
  /// What else there is to say about the part.
  package var facts: [Fact] = []
  /// The parts that it is made of.
  package var children: [Explanation] = []
}
