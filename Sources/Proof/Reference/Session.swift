import StarlingModel

/// Derives the virtual `session` events of one person.
///
/// A session is a maximal run of track, page and screen events in which each follows the previous
/// by at most the gap. It is an event at its first event's time, with the properties `events`,
/// `pages`, `duration` (seconds), `kinds`, `entry` and `exit`.
///
/// - Parameter visible: The person's visible events in timeline order.
func sessions(of visible: [TimelineEvent], settings: WorkspaceSettings) -> [TimelineEvent] {
  var runs: [[Event]] = []
  for event in visible where event.kind.isSelectable {
    if let last = runs.last?.last,
      event.stamp.milliseconds - last.stamp.milliseconds <= settings.sessionGapMs
    {
      runs[runs.count - 1].append(event.event)
    } else {
      runs.append([event.event])
    }
  }
  return timeline(runs.compactMap { session(of: $0, settings: settings) })
}

/// The virtual event of one run; timeline order already settles ties for `entry` and `exit`.
private func session(of run: [Event], settings: WorkspaceSettings) -> Event? {
  guard let first = run.first, let last = run.last else { return nil }
  let pageNames = Set(settings.sessionPages.map(ExactText.init))
  let pages = run.filter {
    $0.kind == .page || $0.kind == .screen || pageNames.contains(ExactText($0.name))
  }
  let durationMs = last.stamp.milliseconds - first.stamp.milliseconds
  let properties: [String: Value] = [
    "events": .number(Double(run.count)),
    "pages": .number(Double(pages.count)),
    "duration": .number(Double(durationMs) / 1000),
    "kinds": .number(Double(Set(run.map { ExactText($0.name) }).count)),
    "entry": .string(first.name),
    "exit": .string(last.name),
  ]
  return Event(
    name: "session", person: first.person, stamp: first.stamp, messageID: first.messageID,
    properties: Dictionary(uniqueKeysWithValues: properties.map { (PropertyPath([$0]), $1) }))
}
