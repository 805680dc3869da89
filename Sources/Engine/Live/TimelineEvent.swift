import StarlingModel

/// One event as it is shown.
package struct TimelineEvent: Hashable, Sendable {
  /// When it happened.
  package var at: Stamp
  /// Which call it was.
  package var kind: EventKind
  /// The event's name; empty for calls without.
  package var name: String
  /// The id by which it is one; empty when it has none.
  package var messageID: String
  /// Properties, traits and context, by path.
  package var properties: [EventProperty]

  /// Puts the parts together.
  package init(
    at: Stamp, kind: EventKind, name: String, messageID: String, properties: [EventProperty]
  ) {
    self.at = at
    self.kind = kind
    self.name = name
    self.messageID = messageID
    self.properties = properties
  }
}
