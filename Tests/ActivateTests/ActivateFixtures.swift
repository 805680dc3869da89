import StarlingActivate
import StarlingModel

/// Values that tests of this step need, with defaults for what does not matter to them.
enum Fixture {
  static let start = Stamp(milliseconds: 1_772_454_600_000)

  static func id(_ text: String) -> WebhookTargetID {
    guard let id = WebhookTargetID(text) else { preconditionFailure("\(text) is no id") }
    return id
  }

  static func target(
    _ id: String = "orders", segments: Set<String>? = nil, inFlightMax: Int = 4,
    isEnabled: Bool = true
  ) -> WebhookTarget {
    WebhookTarget(
      id: Self.id(id), name: id, url: "https://example.com/\(id)", segments: segments,
      secrets: ["s3cret"], inFlightMax: inFlightMax, isEnabled: isEnabled)
  }

  static func change(
    _ position: Int64, person: String = "ann", segment: String = "buyers",
    cause: ChangeCause = .event
  ) -> MembershipChange {
    MembershipChange(
      position: position, at: start, recordedAt: start, segment: segment, person: person,
      isEntry: position % 2 == 1, cause: cause)
  }
}

extension Stamp {
  /// The instant that many milliseconds later.
  func later(_ milliseconds: Int64) -> Stamp {
    Stamp(milliseconds: self.milliseconds + milliseconds)
  }
}

/// The parts of lists of actions that tests ask about.
extension [DeliveryAction] {
  var sent: [DeliveryAttempt] {
    compactMap { if case .send(let attempt) = $0 { attempt } else { nil } }
  }

  var sentPositions: [Int64] { sent.map(\.change.position) }

  var wakes: [Stamp] { compactMap { if case .wake(let at) = $0 { at } else { nil } } }

  var recorded: DeliveryUpdate {
    reduce(into: DeliveryUpdate()) { update, action in
      if case .record(let part) = action { update.merge(part) }
    }
  }

  var reads: [(after: Int64, limit: Int)] {
    compactMap {
      if case .readChanges(_, let after, let limit) = $0 { (after, limit) } else { nil }
    }
  }
}
