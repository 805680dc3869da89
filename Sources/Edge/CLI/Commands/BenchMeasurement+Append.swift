import StarlingColumns
import StarlingEngine
import StarlingModel
import StarlingSegment
import StarlingTimeline

extension BenchMeasurement {
  /// People who get events one by one, and how many each: the first of them opens the person.
  private static let peopleAppended = 5_000
  private static let eventsEach = 4

  /// Appends events, each alone and later than all others, and asks all segments about its person.
  ///
  /// The events are the last ones of people spread over all tiles once more, so that the binding
  /// stays good. Unit: microseconds.
  func oneEvent(_ binding: Binding) throws -> (median: Double, p99: Double) {
    guard var evaluation = try engine.personEvaluation(binding, at: at) else { return (0, 0) }
    var timeline = engine.timeline
    var times: [Double] = []
    var answers = 0
    let people = Set((0..<Self.peopleAppended).map { $0 * 7_919 % timeline.places })
    let events = people.compactMap { lastEvent(of: $0) }
    for round in 0..<Self.eventsEach {
      let now = Stamp(milliseconds: at.milliseconds + Int64(round) + 1)
      for var event in events {
        event.stamp = now
        var batch = EventBatch()
        batch.append(event)
        let start = ContinuousClock.now
        // Nothing has happened at `now` before.
        let outcome = timeline.append(batch, firstSequence: UInt32(times.count)) { _ in [] }
        for person in outcome.people {
          evaluation.evaluate(person, of: timeline, at: now) { _, isMember, _ in
            answers += isMember ? 1 : 0
          }
        }
        times.append((ContinuousClock.now - start) / .microseconds(1))
        precondition(!outcome.needsBinding, "what happened before is known")
      }
    }
    precondition(answers >= 0, "people are in \(answers) segments")
    return (Self.quantile(times, 0.5), Self.quantile(times, 0.99))
  }

  private func lastEvent(of person: Int) -> Event? {
    let events = engine.timeline.events(ofPerson: person)
    guard let last = events.last(where: { $0.kind != .identify }), last.at <= at else {
      return nil
    }
    return Event(
      kind: last.kind == .page ? .page : .track, name: last.name,
      person: engine.timeline.name(ofPerson: person), stamp: last.at, messageID: "",
      properties: last.properties)
  }
}
