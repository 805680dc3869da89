import StarlingModel
import StarlingSegment
import StarlingTimeline

// Asking anew about people who were touched while other definitions were on their way into force.

extension LiveCore {
  /// Asks about those who were touched.
  mutating func renewTouched(
    _ incoming: inout IncomingDefinitions, while hasTime: () -> Bool
  ) {
    if touched?.count ?? 0 == 0 { return }
    learn(&incoming)
    var lent = Vocabulary()
    timeline.exchangeVocabulary(&lent)
    incoming.evaluator.exchangeVocabulary(&lent)
    while hasTime(), let person = touched?.next() {
      noteLists(of: person, &incoming)
      if incoming.writesPeople { renew(person, &incoming) }
    }
    incoming.evaluator.exchangeVocabulary(&lent)
    timeline.exchangeVocabulary(&lent)
  }

  /// Has the evaluator of other definitions know the names, values and people that came since.
  mutating func learn(_ incoming: inout IncomingDefinitions) {
    incoming.sight.learn(timeline.vocabulary)
    incoming.needs.learn(timeline.vocabulary)
    var lent = Vocabulary()
    timeline.exchangeVocabulary(&lent)
    incoming.evaluator.exchangeVocabulary(&lent)
    let isOutdated = incoming.evaluator.isOutdated
    if !isOutdated { _ = incoming.evaluator.extendBinding() }
    incoming.evaluator.exchangeVocabulary(&lent)
    timeline.exchangeVocabulary(&lent)
    if isOutdated {
      incoming.evaluator = Self.evaluator(
        incoming.change.plan, timeline, incoming.change.lists, incoming.evaluator.thresholds)
    }
    incoming.evaluator.reserve(places: timeline.places)
    for place in incoming.places..<timeline.places {
      noteLists(of: Int(timeline.personOfIdentifier[place]), &incoming)
    }
    incoming.places = timeline.places
  }

  /// Notes which lists a person is on.
  private func noteLists(of person: Int, _ incoming: inout IncomingDefinitions) {
    let names = incoming.change.plan.listNames
    if names.isEmpty { return }
    let identifiers = timeline.identifiers(ofPerson: person)
    for (index, name) in names.enumerated() {
      guard let list = incoming.change.lists[name] else { continue }
      if !identifiers.contains(where: { list.contains($0) }) { continue }
      incoming.evaluator.note(places: timeline.places, person: person, onList: index)
    }
  }

  /// Writes what is known of a person, and asks about the segments that are begun.
  private mutating func renew(_ person: Int, _ incoming: inout IncomingDefinitions) {
    let from = states.view(of: person)
    let to = incoming.states?.view(of: person) ?? from
    let change = incoming.change
    if from.head.evaluated == .min {
      clear(to, from, incoming)
      for index in incoming.members.indices { incoming.members[index].set(person, false) }
      return
    }
    copy(from, to, incoming)
    var head = from.head
    if !change.begun.isEmpty {
      head.evaluated = max(head.evaluated, clock)
      incoming.evaluator.stand(
        onPerson: person, of: timeline, incoming.reading.projection(incoming.needs),
        paths: incoming.needs.paths)
      incoming.evaluator.require(incoming.reading.tracks)
      for (index, segment) in change.begun.enumerated() {
        var (slot, isMember) = Self.slot(
          &incoming.evaluator, change.plan.segments[segment].root, row: 0, at: head.evaluated,
          .blank)
        slot.since = since(slot, segment, from, incoming)
        to[segment] = slot
        head.end = min(head.end, slot.until)
        incoming.members[index].set(person, isMember)
      }
    }
    note(head, person, from, to)
  }
}
