import StarlingEngine
import StarlingModel

extension Auditor {
  /// Compares the events that the system shows with those that were sent.
  func auditEvents(_ witness: Witness, now: Stamp) async throws {
    let identifiers = Set(offered.flatMap { batches[$0].events }.flatMap(\.identifiers)).sorted()
    var seen: [String: Witness.SeenEvent] = [:]
    for found in try await witness.events(of: identifiers) {
      if let other = seen[found.event.messageID] {
        throw BrokenRule(
          .eventDoubled,
          "\(found.event.messageID) is an event of \(other.person) and of \(found.person)")
      }
      seen[found.event.messageID] = found
    }
    for batch in offered.subtracting(present).sorted() where seen[batches[batch].beacon] != nil {
      present.insert(batch)
      forget()
    }
    isUnsure = false
    try compare(seen, now: now)
  }

  private func compare(_ seen: [String: Witness.SeenEvent], now: Stamp) throws {
    var expected: [String: (event: Event, batch: Int)] = [:]
    for batch in present.sorted() {
      for event in batches[batch].events where event.isShown(at: now) {
        expected[event.messageID] = (event, batch)
      }
    }
    for (id, entry) in expected.sorted(by: { $0.key < $1.key }) {
      checks += 1
      guard let found = seen[id] else {
        let isKept = kept.contains(entry.batch)
        throw BrokenRule(
          .eventLost,
          "at \(now.iso) event \(id) of \(entry.event.person) is missing; its batch "
            + "\(entry.batch) \(isKept ? "was acknowledged" : "is there in parts")")
      }
      if let difference = found.event.difference(to: entry.event) {
        throw BrokenRule(.eventChanged, "event \(id): \(difference)")
      }
    }
    for id in seen.keys.sorted() where expected[id] == nil {
      throw BrokenRule(.eventUnsent, "at \(now.iso) there is an event \(id)")
    }
  }
}

extension Event {
  /// The identifiers that it names.
  var identifiers: [String] { [person] + (joined.map { [$0] } ?? []) }

  /// Whether timelines show it at an instant.
  fileprivate func isShown(at now: Stamp) -> Bool {
    stamp <= now && (kind.isSelectable || kind == .identify)
  }
}
