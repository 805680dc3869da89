/// The truth of a node at an instant, and how long it lasts without a new event.
package struct Outcome: Equatable, BitwiseCopyable, Sendable {
  /// Whether the node is true.
  package var value: Bool
  /// The first instant at which the value could change without a new event; `.max` = never.
  /// Unit: ms since 1970 UTC.
  package var until: Int64
}
