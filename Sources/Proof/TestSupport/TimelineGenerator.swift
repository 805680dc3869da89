import StarlingModel

/// Random small histories made to hit edges: few names, few values and few instants, which lie a
/// window's length apart or one millisecond beside it, so that ties are frequent.
package struct TimelineGenerator {
  /// Lengths that make for cases as people have them. Unit: ms.
  package static let usualLengthsMs: [Int64] = [
    30 * Milliseconds.minute, Milliseconds.hour, 2 * Milliseconds.hour, 6 * Milliseconds.hour,
    Milliseconds.day, 2 * Milliseconds.day, 3 * Milliseconds.day, Milliseconds.week,
  ]
  /// Names of generated track events.
  package static let names = ["view", "cart", "purchase", "page_view", "Video Played"]
  /// Three days before European clocks go forward, five days before a quarter ends.
  package static let usualStart = Stamp("2026-03-26T22:30:00Z")

  /// Lengths that instants lie apart; the same as in the expressions. Unit: ms.
  package var lengthsMs = Self.usualLengthsMs
  /// No event is earlier, but for one millisecond.
  package var start = Self.usualStart
  /// How many people there are, at least and at most.
  package var people = 2...4
  /// How many events a person has, at least and at most.
  package var eventsPerPerson = 1...12
  /// How many of `names` track events have.
  package var nameCount = Self.names.count

  /// Uses the usual sizes.
  package init() {}

  /// One history, in order of arrival.
  package func events(using random: inout SeededGenerator) -> [Event] {
    var events: [Event] = []
    for person in 0..<random.number(people) {
      for _ in 0..<random.number(eventsPerPerson) {
        events.append(event(of: "u\(person)", number: events.count, using: &random))
      }
    }
    repeatMessages(in: &events, using: &random)
    if random.chance(70) {
      events.sort { $0.stamp < $1.stamp }
    } else {
      events.shuffle(using: &random)
    }
    return events
  }

  private func event(
    of person: String, number: Int, using random: inout SeededGenerator
  ) -> Event {
    // Ids neither ascend with time nor have one length, so that ties are decided by bytes.
    var event = Event(
      name: random.pick(Array(Self.names.prefix(nameCount))), person: person,
      stamp: stamp(using: &random),
      messageID: "m\(number * 37 % 101)")
    switch random.number(0...99) {
    case 0..<70: break
    case 70..<80:
      event.kind = random.pick([.page, .screen])
      event.name = random.pick(["page", "screen", "home", "view"])
    case 80..<95:
      event.kind = .identify
      event.name = ""
      if random.chance(10) { event.joined = random.pick(["a0", "a1", "u0", "u1"]) }
    case 95..<97:
      event.kind = .group
      event.name = ""
    case 97..<98:
      event.kind = .alias
      event.name = ""
      event.joined = random.pick(["u0", "u1", "old"])
    default: event.person = random.pick(["a0", "a1"])
    }
    if event.kind.isSelectable { event.properties = properties(using: &random) }
    if event.kind == .identify { event.properties = traits(using: &random) }
    return event
  }

  private func stamp(using random: inout SeededGenerator) -> Stamp {
    var milliseconds = start.milliseconds
    for _ in 0..<random.number(0...3) { milliseconds += random.pick(lengthsMs) }
    if random.chance(20) { milliseconds += random.pick([-1, 1]) }
    return Stamp(milliseconds: milliseconds)
  }

  /// Gives some events the messageId of another, of the same person or not.
  private func repeatMessages(in events: inout [Event], using random: inout SeededGenerator) {
    for index in events.indices where random.chance(5) {
      events[index].messageID = random.pick(events).messageID
    }
  }
}
