import StarlingModel

/// Sorts events, in the order in which they arrived, into the people they are about.
///
/// 1. Of the events with one messageId the first to arrive is kept, whoever it is about; events
///    without a messageId are all kept.
/// 2. Identifiers that a kept event joins belong to one person, at all times: also for events
///    before the one that joined them.
/// 3. A person's name is the smallest (by UTF-8 bytes) of the identifiers that never were the
///    second one of an event: neither given up by an alias nor the anonymous id of an identify.
///    Where no such identifier is left, it is the smallest of all.
func resolvePeople(_ arrived: [Event]) -> [ReferencePerson] {
  let events = withoutDuplicates(arrived)
  var identities = Identities()
  for event in events {
    identities.join(ExactText(event.person), ExactText(event.joined ?? event.person))
  }
  let second = Set(
    events.filter { $0.joined != $0.person }.compactMap(\.joined).map(ExactText.init))
  let eventsByRoot = Dictionary(grouping: events) { identities.root(of: ExactText($0.person)) }
  return identities.groups().map { root, group in
    let candidates = group.filter { !second.contains($0) }
    let name = (candidates.isEmpty ? group : candidates).min()?.bytes ?? []
    return ReferencePerson(
      name: String(decoding: name, as: UTF8.self), identifiers: Set(group),
      events: timeline((eventsByRoot[root] ?? []).inTimelineOrder()))
  }
  .sorted { ExactText($0.name) < ExactText($1.name) }
}

/// The events without those whose messageId came before.
func withoutDuplicates(_ arrived: [Event]) -> [Event] {
  var seen: Set<ExactText> = []
  return arrived.filter { $0.messageID.isEmpty || seen.insert(ExactText($0.messageID)).inserted }
}

/// Which identifiers are one person: every identifier points to another of the same person, or to
/// itself when it is the root of its group.
private struct Identities {
  private var parents: [ExactText: ExactText] = [:]

  /// Follows the pointers to the root.
  func root(of identifier: ExactText) -> ExactText {
    var identifier = identifier
    while let parent = parents[identifier], parent != identifier { identifier = parent }
    return identifier
  }

  /// Makes one person of the people whom two identifiers mean.
  mutating func join(_ identifier: ExactText, _ other: ExactText) {
    if parents[identifier] == nil { parents[identifier] = identifier }
    if parents[other] == nil { parents[other] = other }
    parents[root(of: other)] = root(of: identifier)
  }

  /// All identifiers of each person, by root.
  func groups() -> [ExactText: [ExactText]] {
    Dictionary(grouping: parents.keys) { root(of: $0) }
  }
}

extension [Event] {
  /// Timeline order; arrival order where timestamp and messageId are both equal.
  fileprivate func inTimelineOrder() -> [Event] {
    enumerated().sorted { left, right in
      if left.element.precedes(right.element) { return true }
      if right.element.precedes(left.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }
}
