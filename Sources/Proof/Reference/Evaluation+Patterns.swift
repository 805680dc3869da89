import StarlingLanguage
import StarlingModel

extension Evaluation {
  /// Whether at least one assignment of events satisfies all steps; every one is tried.
  func holds(_ pattern: Pattern) -> Bool {
    let steps = pattern.steps.map { SelectedStep($0, in: self) }
    return select(pattern.first).contains { canContinue(from: $0, steps[...]) }
  }

  /// Whether the remaining steps can be satisfied when `anchor` is the positive step before them.
  private func canContinue(from anchor: TimelineEvent, _ steps: ArraySlice<SelectedStep>) -> Bool {
    guard let step = steps.first else { return true }
    let later = steps.dropFirst()
    switch step {
    case .absent(let forbidden, let withinMs):
      let deadlineMs = anchor.stamp.milliseconds.saturatingAdd(withinMs)
      let isQuiet = !forbidden.contains { event in
        !event.isSame(as: anchor) && anchor.stamp <= event.stamp
          && event.stamp.milliseconds <= deadlineMs
      }
      return isQuiet && now.milliseconds >= deadlineMs && canContinue(from: anchor, later)
    case .then(let wanted, let withinMs, let forbidden):
      return wanted.contains { next in
        !next.isSame(as: anchor) && anchor.stamp <= next.stamp
          && next.stamp.milliseconds <= anchor.stamp.milliseconds.saturatingAdd(withinMs)
          && !forbidden.contains { event in
            !event.isSame(as: anchor) && !event.isSame(as: next)
              && anchor.stamp <= event.stamp && event.stamp <= next.stamp
          }
          && canContinue(from: next, later)
      }
    }
  }
}

/// A step of a pattern with its selectors replaced by what they select.
private enum SelectedStep {
  case then([TimelineEvent], withinMs: Int64, without: [TimelineEvent])
  case absent([TimelineEvent], withinMs: Int64)

  init(_ step: Pattern.Step, in evaluation: Evaluation) {
    switch step {
    case .then(let selector, let withinMs, let without):
      self = .then(
        evaluation.select(selector), withinMs: withinMs,
        without: without.map(evaluation.select) ?? [])
    case .absent(let selector, let withinMs):
      self = .absent(evaluation.select(selector), withinMs: withinMs)
    }
  }
}

extension Int64 {
  /// The sum, or the largest number when it is larger.
  func saturatingAdd(_ other: Int64) -> Int64 {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? .max : sum
  }
}
