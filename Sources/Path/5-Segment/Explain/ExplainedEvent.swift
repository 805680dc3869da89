import StarlingModel

/// An event, a session or an identify call that decides part of an expression.
package struct ExplainedEvent: Hashable, Sendable {
  /// When it happened; the start of a session.
  package var at: Stamp
  /// The event's name; `session` and `identify` for what these are.
  package var name: String
  /// The value that the expression reads from it, when it reads one and the event has it.
  package var value: Value?
}
