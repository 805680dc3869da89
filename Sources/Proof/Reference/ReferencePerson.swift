import StarlingModel

/// One resolved person and everything known about them.
struct ReferencePerson {
  /// The name that memberships use.
  let name: String
  /// Every identifier the person goes by.
  let identifiers: Set<ExactText>
  /// All events of the person, by timestamp, then messageId.
  let events: [TimelineEvent]

  /// The events that count at `now`.
  func visibleEvents(at now: Stamp) -> [TimelineEvent] { events.filter { $0.stamp <= now } }
}

extension Event {
  /// Timeline order; a tie in timestamp goes to the smaller messageId.
  func precedes(_ other: Event) -> Bool {
    stamp != other.stamp
      ? stamp < other.stamp : ExactText(messageID) < ExactText(other.messageID)
  }
}
