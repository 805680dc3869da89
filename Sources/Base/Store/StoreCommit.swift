import StarlingColumns
import StarlingModel

/// Everything that becomes durable together or not at all.
package struct StoreCommit: Sendable {
  /// Events in the order of their numbers; rows in `known` are left out.
  package var events: [AcceptedBatch]
  /// What came with them and was refused.
  package var rejected: [QuarantinedItem]
  /// Membership changes in the order of their positions, which the store gives out.
  package var changes: [MembershipChange]
  /// How far the changes reach; `nil` leaves it as it is.
  package var progress: StoreProgress?
  /// What became of deliveries.
  package var deliveries: [DeliveryUpdate]
  /// Definitions that came into force with the changes, numbered one above the latest version.
  package var definitions: DefinitionVersion?

  /// Gathers what belongs together; only what there is needs saying.
  package init(
    events: [AcceptedBatch] = [], rejected: [QuarantinedItem] = [],
    changes: [MembershipChange] = [], progress: StoreProgress? = nil,
    deliveries: [DeliveryUpdate] = [], definitions: DefinitionVersion? = nil
  ) {
    self.events = events
    self.rejected = rejected
    self.changes = changes
    self.progress = progress
    self.deliveries = deliveries
    self.definitions = definitions
  }
}
