import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

// Every value of an explanation comes from the methods that evaluate and replay use; this file adds
// the rows that they look at. The evaluator must stand on a tile that `Tile.cut` made, so that its
// only person is person 0 and nothing after the instant of the question exists.

extension TileEvaluator {
  /// Explains the segment of an explanation plan for the person of a cut tile.
  package mutating func explanation(_ plan: ExplanationPlan, at: Stamp) -> MembershipExplanation {
    let now = at.milliseconds
    let segment = plan.plan.segments[0]
    let holds = percentilesMatter
    guard layout.columns.firstSeen[0] <= now else {
      let root = Explanation(text: plan.root.text, value: .boolean(false), facts: [.unseen])
      return MembershipExplanation(
        segment: segment.name, at: at, isMember: false, nextFlip: .never, holdsThresholds: false,
        root: root)
    }
    let root = explain(plan.root, PersonRows(layout.tile), now)
    return MembershipExplanation(
      segment: segment.name, at: at, isMember: outcome(segment.root, 0, now).value,
      nextFlip: nextFlip(segment.root, from: now), holdsThresholds: holds, root: root)
  }

  private var percentilesMatter: Bool { binding.plan.percentileCount > 0 }

  /// Follows `until` from one instant to the next until the answer is another.
  package mutating func nextFlip(
    _ node: Int, row: Int = 0, from now: Int64
  ) -> MembershipExplanation.NextFlip {
    var outcome = outcome(node, row, now)
    let value = outcome.value
    var time = now
    for _ in 0..<MembershipExplanation.flipStepsMax {
      if outcome.until == .max { return .never }
      if outcome.until > Stamp.latestText.milliseconds { return .beyond(.latestText) }
      precondition(outcome.until > time, "an answer at \(time) lasts until \(outcome.until)")
      time = outcome.until
      outcome = self.outcome(node, row, time)
      if outcome.value != value { return .at(Stamp(milliseconds: time)) }
    }
    return .beyond(Stamp(milliseconds: time))
  }

  /// Answers a question and those below it.
  mutating func explain(_ question: Question, _ rows: PersonRows, _ now: Int64) -> Explanation {
    var part = Explanation(text: question.text)
    answer(question.subject, now, &part)
    switch question.evidence {
    case .none: break
    case .above: part.facts.append(.explainedAbove)
    case .trait(let path): addTrait(path, question.subject, now, &part)
    case .events(let view, let path): addEvents(view, path, question.subject, rows, now, &part)
    case .chain(let chain, let steps): addChain(chain, steps, rows, now, &part)
    case .any(let index):
      addValues(index, question.children, rows, now, &part)
      return part
    }
    for child in question.children { part.children.append(explain(child, rows, now)) }
    return part
  }

  /// The value, and until when it stays.
  private mutating func answer(
    _ subject: Question.Subject, _ now: Int64, _ part: inout Explanation
  ) {
    var until = Int64.max
    switch subject {
    case .condition(let node):
      let outcome = outcome(node, 0, now)
      part.value = .boolean(outcome.value)
      until = outcome.until
    case .number(let numeric):
      let (number, end) = number(numeric, 0, now)
      part.value = number.map { .number($0) }
      until = end
    case .value(let operand): (part.value, until) = value(operand, 0, now)
    case .clock(let clock):
      let (origin, end) = origin(clock, 0, now)
      part.value = origin.map { .number(Double(now - $0) / 1000) }
      if let origin { part.facts.append(.clock(from: Stamp(milliseconds: origin))) }
      until = end
    case .threshold(let index):
      let step = thresholds.step(index, at: now)
      part.value = step.threshold.map { .number($0) }
      part.facts.append(.heldThreshold)
      until = step.until
    }
    part.until = until > Stamp.latestText.milliseconds ? nil : Stamp(milliseconds: until)
  }
}
