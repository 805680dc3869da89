import StarlingLanguage
import StarlingModel
import StarlingRegex

/// The slow, obvious twin: the Meaning section of the language read aloud, one sentence a line.
///
/// Nothing is computed ahead, shared or skipped, apart from the starts of calendar days. It exists
/// to be compared with the fast engine on small inputs and must not share code with it; it ships in
/// no product.
package final class ReferenceEvaluator {
  /// The checked definitions that are evaluated.
  package let workspace: Workspace
  let people: [ReferencePerson]
  /// When the earliest event of anybody happened.
  let firstEvent: Stamp?
  let lists: [String: Set<String>]
  let calendar: LocalCalendar
  private var regularExpressions: [String: RegularExpression] = [:]
  private var scheduledPercentiles: [PercentileQuestion: Double?] = [:]

  /// Reads a history.
  ///
  /// - Parameters:
  ///   - workspace: Definitions without cycles, in a time zone that exists.
  ///   - events: In the order in which they arrived, which matters only for duplicates.
  ///   - lists: Identifiers of people, by name of the uploaded list.
  package init(workspace: Workspace, events: [Event], lists: [String: Set<String>] = [:]) {
    self.workspace = workspace
    self.lists = lists
    people = resolvePeople(events)
    firstEvent = people.flatMap(\.events).map(\.stamp).min()
    calendar = LocalCalendar(timezone: workspace.settings.timezone)
  }

  /// Who is in each segment at an instant: sorted names of people, by segment.
  package func members(at now: Stamp) -> [String: [String]] {
    members(at: now, timing: .atInstant)
  }

  /// The same with the thresholds of percentiles that `replay` has at that instant.
  package func scheduledMembers(at now: Stamp) -> [String: [String]] {
    members(at: now, timing: .scheduled)
  }

  private func members(at now: Stamp, timing: PercentileTiming) -> [String: [String]] {
    var members: [String: [String]] = [:]
    for segment in workspace.segments {
      members[segment.name] = people.filter {
        isMember(of: segment, $0, at: now, timing: timing)
      }.map(\.name)
    }
    return members
  }

  /// Whether a person, by any of their identifiers, is in a segment at an instant.
  package func isMember(segment: String, person: String, at now: Stamp) -> Bool {
    guard let definition = definition(ofSegment: segment), let person = self.person(person) else {
      return false
    }
    return isMember(of: definition, person, at: now, timing: .atInstant)
  }

  /// The value of any expression for one person: a condition's is a boolean, absent is `nil`, and
  /// so is everything about a person without a visible event.
  package func value(of expression: Expression, person: String, at now: Stamp) -> Value? {
    guard let person = self.person(person) else { return nil }
    let evaluation = Evaluation(self, person, at: now, timing: .atInstant)
    return evaluation.isInUniverse ? evaluation.value(of: expression) : nil
  }

  func isMember(
    of segment: Definition, _ person: ReferencePerson, at now: Stamp, timing: PercentileTiming
  ) -> Bool {
    let evaluation = Evaluation(self, person, at: now, timing: timing)
    return evaluation.isInUniverse && evaluation.isTrue(segment.expression)
  }

  func definition(ofSegment name: String) -> Definition? {
    workspace.segments.first { $0.name == name }
  }

  func definition(ofMetric name: String) -> Definition? {
    workspace.metrics.first { $0.name == name }
  }

  private func person(_ identifier: String) -> ReferencePerson? {
    people.first { $0.identifiers.contains(ExactText(identifier)) }
  }

  /// Whether a regular expression is found anywhere in a text.
  func matches(_ pattern: String, _ text: String) -> Bool {
    if let compiled = regularExpressions[pattern] { return compiled.isFound(in: text) }
    do {
      let compiled = try RegularExpression(pattern)
      regularExpressions[pattern] = compiled
      return compiled.isFound(in: text)
    } catch {
      preconditionFailure("\(pattern) does not compile: \(error.message); check definitions first")
    }
  }

  /// The threshold of a percentile at an instant; absent when nobody's value counts.
  func percentile(
    _ share: Double, of expression: Expression, at now: Stamp, timing: PercentileTiming
  ) -> Double? {
    guard timing == .scheduled, let first = firstEvent else {
      return percentile(share, of: expression, at: now)
    }
    let everyMs = workspace.settings.percentileEveryMs
    let multiple = Stamp(milliseconds: floorDivide(now.milliseconds, everyMs) * everyMs)
    let question = PercentileQuestion(
      share: share, expression: expression, at: max(first, multiple))
    if let known = scheduledPercentiles[question] { return known }
    let threshold = percentile(share, of: expression, at: question.at)
    scheduledPercentiles[question] = .some(threshold)
    return threshold
  }

  /// Nearest rank over the people at `now` whose value is present and not 0.
  private func percentile(_ share: Double, of expression: Expression, at now: Stamp) -> Double? {
    let values = people.compactMap { person -> Double? in
      let evaluation = Evaluation(self, person, at: now, timing: .atInstant)
      return evaluation.isInUniverse ? evaluation.value(of: expression)?.number : nil
    }
    let ranked = values.filter { $0 != 0 && !$0.isNaN }.sorted()
    // Multiplying first keeps whole percentages exact: 55 / 100 * 20 would round to above 11.
    let rank = (share * Double(ranked.count) / 100).rounded(.up)
    return ranked.isEmpty ? nil : ranked[Int(rank) - 1]
  }
}

/// A threshold that `replay` keeps until the next one.
private struct PercentileQuestion: Hashable {
  let share: Double
  let expression: Expression
  let at: Stamp
}
