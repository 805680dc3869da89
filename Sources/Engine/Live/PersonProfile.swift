import StarlingModel

/// Who a person is.
package struct PersonProfile: Hashable, Sendable {
  /// What the person is called.
  package var person: String
  /// All identifiers that turned out to be this person's.
  package var identifiers: [String]
  /// The earliest event.
  package var firstSeen: Stamp
  /// The latest event.
  package var lastSeen: Stamp
  /// Number of events.
  package var eventCount: Int
  /// The traits as they are now, by path.
  package var traits: [PersonTrait]
  /// The segments that the person is in.
  package var segments: PersonSegments

  /// Puts the parts together.
  package init(
    person: String, identifiers: [String], firstSeen: Stamp, lastSeen: Stamp, eventCount: Int,
    traits: [PersonTrait], segments: PersonSegments
  ) {
    self.person = person
    self.identifiers = identifiers
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    self.eventCount = eventCount
    self.traits = traits
    self.segments = segments
  }
}
