import StarlingActivate

/// What somebody wants of a target; what is `nil` stays as it is.
package struct WebhookEdit: Hashable, Sendable {
  /// What to call it.
  package var name: String?
  /// Where requests go.
  package var url: String?
  /// The segments whose changes it wants; an empty list means all.
  package var segments: [String]?
  /// Requests under way at the same time.
  package var inFlightMax: Int?
  /// Whether nothing is sent for now.
  package var isPaused: Bool?

  /// An edit that changes nothing.
  package init() {}

  /// Makes the changes.
  func apply(to target: inout WebhookTarget) {
    target.name = name ?? target.name
    target.url = url ?? target.url
    if let segments { target.segments = segments.isEmpty ? nil : Set(segments) }
    target.inFlightMax = inFlightMax ?? target.inFlightMax
    if let isPaused { target.isEnabled = !isPaused }
  }
}
