import StarlingModel

/// An event with its place in a person's timeline, so that an event can be told from its equal.
struct TimelineEvent {
  /// Place in the timeline, or among the sessions; also what makes two events the same.
  let position: Int
  let event: Event

  var kind: EventKind { event.kind }
  var name: String { event.name }
  var stamp: Stamp { event.stamp }
  var properties: [PropertyPath: Value] { event.properties }

  func isSame(as other: TimelineEvent) -> Bool { position == other.position }

  /// The value at a path as a list of values: a list's elements, or the one value there is.
  func elements(at path: PropertyPath) -> [Value] {
    switch event.properties[path] {
    case nil: []
    case .list(let elements): elements
    case .some(let value): [value]
    }
  }
}

/// Numbers events that are in order.
func timeline(_ ordered: [Event]) -> [TimelineEvent] {
  ordered.enumerated().map { TimelineEvent(position: $0.offset, event: $0.element) }
}
