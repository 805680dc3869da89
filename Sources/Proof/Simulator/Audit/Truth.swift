import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingTestSupport

/// What the rules say about some events: asked of the slow reference once for each instant at which
/// an answer may change, and the same until the next one.
final class Truth {
  /// How far ahead instants are looked for. Unit: ms.
  private static let aheadMs = 2 * Milliseconds.day

  private let evaluator: ReferenceEvaluator
  /// Ascending, up to and including `horizon`.
  private var instants: [Stamp] = []
  private var horizon = Stamp.distantPast
  private var known: [Stamp: [String: [String]]] = [:]

  /// The truth about events under some definitions.
  init(_ workspace: Workspace, _ events: [Event], lists: [String: Set<String>]) {
    evaluator = ReferenceEvaluator(workspace: workspace, events: events, lists: lists)
  }

  /// The members of each segment, by the reference alone.
  func evaluatedMembers(at now: Stamp) -> [String: [String]] { evaluator.members(at: now) }

  /// The members of each segment.
  func members(at now: Stamp) -> [String: [String]] {
    let next = firstInstant(after: now)
    let instant = next == 0 ? now : instants[next - 1]
    if let members = known[instant] { return members }
    let members = evaluator.members(at: instant)
    known[instant] = members
    return members
  }

  /// All entries and exits behind an instant, up to and including another.
  func changes(after before: Stamp, through now: Stamp) -> Set<ReferenceChange> {
    var changes: Set<ReferenceChange> = []
    var members = members(at: before)
    let end = firstInstant(after: now)
    for instant in instants[firstInstant(after: before)..<end] {
      let next = self.members(at: instant)
      for (segment, names) in next where names != members[segment] {
        let (old, new) = (Set(members[segment] ?? []), Set(names))
        for person in new.symmetricDifference(old) {
          changes.insert(
            ReferenceChange(
              at: instant, segment: segment, person: person,
              change: new.contains(person) ? .enter : .exit))
        }
      }
      members = next
    }
    return changes
  }

  /// The next instants at which an answer may change, ascending, at most so many.
  func instants(after now: Stamp, limit: Int) -> ArraySlice<Stamp> {
    instants[firstInstant(after: now)...].prefix(limit)
  }

  /// The place in `instants` of the first one behind another.
  private func firstInstant(after now: Stamp) -> Int {
    if now >= horizon {
      horizon = now.advanced(byMs: Self.aheadMs)
      instants = evaluator.changeInstants(until: horizon)
    }
    var (low, high) = (0, instants.count)
    while low < high {
      let middle = (low + high) / 2
      if instants[middle] > now { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
