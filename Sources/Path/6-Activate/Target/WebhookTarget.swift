import StarlingModel

/// Where membership changes are sent to.
package struct WebhookTarget: Equatable, Sendable {
  /// Its id for ever.
  package var id: WebhookTargetID
  /// What people call it.
  package var name: String
  /// Where requests go; see `WebhookURL`.
  package var url: String
  /// Names of the segments whose changes it wants; `nil` for all, those of the future included.
  package var segments: Set<String>?
  /// What requests are signed with, the newest first. More than one while a secret is exchanged:
  /// then every request carries a signature of each.
  package var secrets: [String]
  /// Requests that may be under way at the same time; 1...`DeliveryLimits.inFlightMax`.
  package var inFlightMax: Int
  /// Whether it is sent to. What happens meanwhile is kept and sent when it is enabled again.
  package var isEnabled: Bool

  /// Makes a target.
  ///
  /// - Precondition: `inFlightMax` is in its range.
  package init(
    id: WebhookTargetID, name: String, url: String, segments: Set<String>? = nil,
    secrets: [String], inFlightMax: Int = DeliveryLimits.inFlightDefault, isEnabled: Bool = true
  ) {
    precondition(
      (1...DeliveryLimits.inFlightMax).contains(inFlightMax),
      "\(inFlightMax) requests in flight for \(id), must be 1...\(DeliveryLimits.inFlightMax)")
    self.id = id
    self.name = name
    self.url = url
    self.segments = segments
    self.secrets = secrets
    self.inFlightMax = inFlightMax
    self.isEnabled = isEnabled
  }

  /// Whether a change is sent to it. Imports of the past are sent to nobody.
  package func wants(_ change: MembershipChange) -> Bool {
    change.cause != .historical && (segments?.contains(change.segment) ?? true)
  }
}
