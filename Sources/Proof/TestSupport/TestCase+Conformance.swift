import StarlingLanguage
import StarlingModel
import StarlingReference

extension TestCase {
  /// The case as one line of a conformance file, with the answers of the slow twin: a reproduction
  /// that can be pasted and kept.
  ///
  /// - Parameter instants: Where to tell the members.
  package func conformanceLine(evaluateAt instants: [Stamp] = []) -> String {
    let evaluator = ReferenceEvaluator(self)
    let evaluations = instants.map { instant -> OrderedJSON in
      let members = evaluator.members(at: instant)
      return .object([
        .init("at", .string(instant.text)),
        .init(
          "members",
          .object(
            workspace.segments.map { segment in
              .init(segment.name, .array((members[segment.name] ?? []).map(OrderedJSON.string)))
            })),
      ])
    }
    var object: [OrderedJSON.Member] = [
      .init("name", .string(name)), .init("workspace", workspace.json),
      .init("events", .array(events.map(\.segmentCall))), .init("evaluate", .array(evaluations)),
      .init("until", .string(until.text)),
      .init("changes", .array(evaluator.changes(until: until).map(\.json))),
    ]
    if !lists.isEmpty {
      let ordered = lists.sorted { $0.key < $1.key }
      let people = ordered.map { name, people in
        OrderedJSON.Member(name, .array(people.sorted().map(OrderedJSON.string)))
      }
      object.append(.init("lists", .object(people)))
    }
    return OrderedJSON.object(object).text
  }
}

extension ReferenceChange {
  fileprivate var json: OrderedJSON {
    .object([
      .init("at", .string(at.text)), .init("segment", .string(segment)),
      .init("person", .string(person)), .init("change", .string(change.rawValue)),
    ])
  }
}
