import StarlingCollect

/// A source as the collecting routes see it: who sends, and what it may.
package struct CollectSource: Sendable {
  /// The number that goes into the log.
  package var id: UInt32
  /// The only protocol it may use (`segment`, `ga4`, `posthog`, `pixel`, `webhook`); `nil` for any.
  package var protocolName: String?
  /// Whether it was switched off.
  package var isDisabled: Bool
  /// Whether one bad item refuses a whole request.
  package var isStrict: Bool
  /// Most items a second, over time; `nil` for no limit.
  package var itemsPerSecondMax: Int?
  /// What the bodies of its webhooks mean.
  package var mapping: WebhookMapping?

  /// Describes a source; only what differs from an ordinary one needs saying.
  package init(
    id: UInt32, protocolName: String? = nil, isDisabled: Bool = false, isStrict: Bool = false,
    itemsPerSecondMax: Int? = nil, mapping: WebhookMapping? = nil
  ) {
    self.id = id
    self.protocolName = protocolName
    self.isDisabled = isDisabled
    self.isStrict = isStrict
    self.itemsPerSecondMax = itemsPerSecondMax
    self.mapping = mapping
  }
}
