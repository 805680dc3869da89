import StarlingLanguage
import StarlingModel
import StarlingSegment
import StarlingTimeline
import Synchronization

extension LiveSystem {
  /// As `LiveQueries` says.
  package func person(_ identifier: String) async throws(QueryProblem) -> PersonProfile {
    try asked { (core) throws(QueryProblem) -> PersonProfile in
      let person = try known(identifier, core)
      let now = clock.now
      let events = core.timeline.events(ofPerson: person).filter { $0.at <= now }
      let place = core.timeline.place(ofPerson: person)
      let first = Stamp(milliseconds: place.tile.firstSeen[place.row])
      return PersonProfile(
        person: core.timeline.name(ofPerson: person),
        identifiers: core.timeline.identifiers(ofPerson: person), firstSeen: first,
        lastSeen: events.last?.at ?? first, eventCount: events.count,
        traits: Self.traits(events), segments: segments(of: person, &core))
    }
  }

  /// As `LiveQueries` says.
  package func segments(
    ofPerson identifier: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonSegments {
    if let at { try requirePast(at) }
    return try asked { (core) throws(QueryProblem) -> PersonSegments in
      let person = try known(identifier, core)
      guard let at else { return segments(of: person, &core) }
      return try segments(of: person, at: at, core)
    }
  }

  /// As `LiveQueries` says.
  package func segmentsAtOnce(ofPerson identifier: String) -> PersonSegments? {
    let found = core.withLockAtOnce { core in
      core.person(named: identifier).map { segments(of: $0, &core) }
    }
    return found ?? nil
  }

  /// As `LiveQueries` says.
  package func timeline(
    ofPerson identifier: String, from: Stamp?, until: Stamp?, after: PageCursor?, limit: Int
  ) async throws(QueryProblem) -> TimelinePage {
    let place = try after.map { (cursor) throws(QueryProblem) in try TimelinePlace(cursor) }
    return try asked { (core) throws(QueryProblem) -> TimelinePage in
      let person = try known(identifier, core)
      let end = min(until ?? .latestText, clock.now)
      var taken: [(place: TimelinePlace, event: PersonEvent)] = []
      var instant: Stamp?
      var ordinal = 0
      for event in core.timeline.events(ofPerson: person) {
        ordinal = event.at == instant ? ordinal + 1 : 0
        instant = event.at
        if event.at < from ?? .earliestText || event.at > end { continue }
        let here = TimelinePlace(time: event.at, ordinal: ordinal)
        if let place, here >= place { continue }
        taken.append((here, event))
      }
      let page = taken.suffix(limit)
      let ids = core.messageIDs(page.map(\.event.sequence))
      return TimelinePage(
        person: core.timeline.name(ofPerson: person),
        events: zip(page, ids).map { TimelineEvent($0.event, messageID: $1) }.reversed(),
        next: taken.count > page.count ? page.first?.place.cursor : nil)
    }
  }

  /// As `LiveQueries` says.
  package func explain(
    person identifier: String, segment: String, at: Stamp?
  ) async throws(QueryProblem) -> PersonExplanation {
    try requireSegment(segment)
    if let at { try requirePast(at) }
    let catalogue = catalogue.withLock { $0 }
    return try asked { (core) throws(QueryProblem) -> PersonExplanation in
      let person = try known(identifier, core)
      let instant = at ?? max(clock.now, Stamp(milliseconds: core.clock))
      let timeline = core.timeline
      let explanation = try working {
        try Engine(timeline).explain(
          catalogue.workspace, segment: segment, person: person, at: instant,
          lists: catalogue.lists.mapValues(Array.init))
      }
      return PersonExplanation(
        person: timeline.name(ofPerson: person), explanation: explanation)
    }
  }

  // MARK: Parts

  private func known(
    _ identifier: String, _ core: borrowing LiveCore
  ) throws(QueryProblem) -> Int {
    guard let person = core.person(named: identifier) else {
      throw QueryProblem(.noSuchPerson, "nobody has the identifier \(identifier)")
    }
    return person
  }

  private func segments(of person: Int, _ core: inout LiveCore) -> PersonSegments {
    let found = core.segments(ofPerson: person)
    let flips = core.nextFlips(ofPerson: person, found.map(\.segment))
    return PersonSegments(
      person: core.timeline.name(ofPerson: person), at: clock.now,
      segments: zip(found, flips).map { entry, flip in
        PersonSegment(
          name: core.plan.segments[entry.segment].name, since: entry.since, nextFlip: flip)
      })
  }

  private func segments(
    of person: Int, at: Stamp, _ core: borrowing LiveCore
  ) throws(QueryProblem) -> PersonSegments {
    let binding = Binding(core.plan, core.timeline, lists: core.lists.mapValues(Array.init))
    let timeline = core.timeline
    var found: [PersonSegment] = []
    let place = timeline.place(ofPerson: person)
    if place.tile.firstSeen[place.row] <= at.milliseconds {
      try working {
        var evaluation = try Engine(timeline).personEvaluation(binding, at: at)
        evaluation?.evaluate(person, of: timeline, at: at) { segment, isMember, until in
          if !isMember { return }
          let flip: MembershipExplanation.NextFlip =
            until.milliseconds == .max ? .never : .beyond(until)
          found.append(
            PersonSegment(name: binding.plan.segments[segment].name, nextFlip: flip))
        }
      }
    }
    return PersonSegments(
      person: timeline.name(ofPerson: person), at: at, segments: found)
  }

  /// The value of each trait, and since when.
  private static func traits(_ events: [PersonEvent]) -> [PersonTrait] {
    var traits: [PropertyPath: PersonTrait] = [:]
    for event in events where event.kind == .identify {
      for (path, value) in event.properties {
        if let before = traits[path], path.keepsFirst || before.value == value { continue }
        traits[path] = PersonTrait(
          path: path.components.joined(separator: "."), value: value, since: event.at)
      }
    }
    return traits.values.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }
}

/// Where an event stands in a person's timeline: stable while others come.
private struct TimelinePlace: Comparable {
  var time: Stamp
  /// How many events of the same instant come before.
  var ordinal: Int

  init(time: Stamp, ordinal: Int) {
    self.time = time
    self.ordinal = ordinal
  }

  init(_ cursor: PageCursor) throws(QueryProblem) {
    let parts = cursor.text.split(separator: ".")
    guard parts.count == 2, let time = Int64(parts[0]), let ordinal = Int(parts[1]) else {
      throw QueryProblem(.badCursor, "the cursor \(cursor.text) is not one of a timeline")
    }
    self.init(time: Stamp(milliseconds: time), ordinal: ordinal)
  }

  var cursor: PageCursor? { PageCursor("\(time.milliseconds).\(ordinal)") }

  static func < (left: TimelinePlace, right: TimelinePlace) -> Bool {
    left.time != right.time ? left.time < right.time : left.ordinal < right.ordinal
  }
}

extension TimelineEvent {
  /// An event of a timeline; calls of pages and screens are not told apart there.
  fileprivate init(_ event: PersonEvent, messageID: [UInt8]) {
    let kind: EventKind =
      switch event.kind {
      case .identify: .identify
      case .track: .track
      case .page: .page
      }
    self.init(
      at: event.at, kind: kind, name: event.name,
      messageID: String(decoding: messageID, as: UTF8.self),
      properties: event.properties
        .map { EventProperty(path: $0.key.components.joined(separator: "."), value: $0.value) }
        .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) })
  }
}
