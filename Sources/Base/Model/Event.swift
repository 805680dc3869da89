/// The calls of the Segment specification.
package enum EventKind: UInt8, Hashable, Sendable, CaseIterable {
  case track, page, screen, identify, group, alias

  /// Whether selectors can see events of this kind (track, page and screen).
  package var isSelectable: Bool { rawValue <= EventKind.screen.rawValue }
}

/// One event as a value on its own: what tests, the reference twin and the live path's edge hand
/// around. Bulk import uses `EventBatch` instead.
package struct Event: Hashable, Sendable {
  /// Which call it is; only track, page and screen are seen by selectors.
  package var kind: EventKind
  /// The event name of a track call; the name of a page or screen call (`page`, `screen` when it
  /// has none); empty for the other kinds.
  package var name: String
  /// The identifier of the person: the user id, else the anonymous id.
  package var person: String
  /// A second identifier that this event joins with `person` (identify with both ids, alias).
  package var joined: String?
  /// When it happened, whenever it arrived.
  package var stamp: Stamp
  /// Two events with the same one are one event; empty when it has none.
  package var messageID: String
  /// Properties and context of track, page and screen events; traits of identify calls. Keyed by
  /// path; context paths start with the component `context`.
  package var properties: [PropertyPath: Value]

  /// Makes an event; only what a test sets needs saying.
  package init(
    kind: EventKind = .track, name: String = "", person: String, joined: String? = nil,
    stamp: Stamp, messageID: String, properties: [PropertyPath: Value] = [:]
  ) {
    self.kind = kind
    self.name = name
    self.person = person
    self.joined = joined
    self.stamp = stamp
    self.messageID = messageID
    self.properties = properties
  }
}
