import StarlingLanguage
import StarlingModel

extension ReferenceEvaluator {
  /// All entries and exits up to and including `until`, by instant, segment and person.
  package func changes(until: Stamp) -> [ReferenceChange] {
    var changes: [ReferenceChange] = []
    for segment in workspace.segments {
      let candidates = ChangeInstants(segment.expression, in: workspace)
      for person in people {
        let instants = candidates.instants(for: person, until: until, evaluator: self)
        changes += self.changes(of: segment, person, at: instants)
      }
    }
    return changes.sorted { $0.precedes($1) }
  }

  /// Evaluates at each instant and reports where the answer differs from the one before.
  private func changes(
    of segment: Definition, _ person: ReferencePerson, at instants: [Stamp]
  ) -> [ReferenceChange] {
    var changes: [ReferenceChange] = []
    var wasMember = false
    for instant in instants {
      let isMember = isMember(of: segment, person, at: instant, timing: .scheduled)
      if isMember != wasMember {
        changes.append(
          ReferenceChange(
            at: instant, segment: segment.name, person: person.name,
            change: isMember ? .enter : .exit))
      }
      wasMember = isMember
    }
    return changes
  }

  /// Every instant up to and including `until` at which the answer about anybody may change,
  /// ascending: what a twin should be compared at.
  package func changeInstants(until: Stamp) -> [Stamp] {
    let instants = workspace.segments.flatMap { segment in
      let candidates = ChangeInstants(segment.expression, in: workspace)
      return people.flatMap { candidates.instants(for: $0, until: until, evaluator: self) }
    }
    return Set(instants).sorted()
  }

  /// When `replay` computes thresholds: at the first event and at the multiples after it.
  func percentileSchedule(until: Stamp) -> Set<Stamp> {
    guard let first = firstEvent else { return [] }
    let everyMs = workspace.settings.percentileEveryMs
    let firstMultiple = floorDivide(first.milliseconds, everyMs) * everyMs + everyMs
    let multiples = stride(from: firstMultiple, through: until.milliseconds, by: Int(everyMs))
    return Set(multiples.map { Stamp(milliseconds: $0) }).union([first])
  }
}

extension ReferenceChange {
  fileprivate func precedes(_ other: ReferenceChange) -> Bool {
    if at != other.at { return at < other.at }
    if segment != other.segment { return ExactText(segment) < ExactText(other.segment) }
    return ExactText(person) < ExactText(other.person)
  }
}
