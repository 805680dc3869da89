import StarlingModel

/// Some of a person's events.
package struct TimelinePage: Hashable, Sendable {
  /// What the person is called.
  package var person: String
  /// The events, the latest first.
  package var events: [TimelineEvent]
  /// Where the next page goes on; nil when this is the last.
  package var next: PageCursor?

  /// Puts the parts together.
  package init(
    person: String, events: [TimelineEvent], next: PageCursor? = nil
  ) {
    self.person = person
    self.events = events
    self.next = next
  }
}
