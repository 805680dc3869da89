import StarlingLanguage
import StarlingModel

extension Evaluation {
  /// The events that a selector selects at this instant, in timeline order.
  func select(_ selector: Selector) -> [TimelineEvent] {
    source(selector.source).filter { event in
      isInWindow(event.stamp, selector.window) && passes(event, selector.filter)
        && meetsRestriction(event)
    }
  }

  private func source(_ source: Selector.Source) -> [TimelineEvent] {
    switch source {
    case .all: return visible.filter(\.kind.isSelectable)
    case .named(let name):
      return visible.filter { $0.kind.isSelectable && isSame($0.name, name) }
    case .session: return sessions(of: visible, settings: evaluator.workspace.settings)
    }
  }

  private func passes(_ event: TimelineEvent, _ filter: Expression?) -> Bool {
    guard let filter else { return true }
    let result = StarlingReference.value(of: filter, matches: evaluator.matches) { leaf in
      switch leaf.kind {
      case .path(let path): event.properties[path]
      case .existsPath(let path): .boolean(event.properties[path] != nil)
      default: nil  // Nothing else is allowed in a filter.
      }
    }
    return Operators.isEqual(result, .boolean(true))
  }

  private func meetsRestriction(_ event: TimelineEvent) -> Bool {
    guard let (path, value) = restriction else { return true }
    return event.elements(at: path).contains { Operators.isEqual($0, value) }
  }

  private func isInWindow(_ stamp: Stamp, _ window: Window?) -> Bool {
    switch window {
    case nil: return true
    case .rolling(let lengthMs, let offsetMs):
      // Compared as ages, so that no end of a huge window overflows.
      let ageMs = now.milliseconds - stamp.milliseconds
      return ageMs >= offsetMs && ageMs - offsetMs < lengthMs
    case .calendar(let isLast, let unit):
      let start = evaluator.calendar.start(of: unit, holding: now)
      guard isLast else { return start <= stamp && stamp <= now }
      return evaluator.calendar.startOfLast(unit, before: now) <= stamp && stamp < start
    case .absolute(let from, let to):
      return (from ?? .distantPast) <= stamp && (to.map { stamp < $0 } ?? true)
    }
  }
}
