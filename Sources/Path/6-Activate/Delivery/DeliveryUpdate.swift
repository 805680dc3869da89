/// What changed of the durable state of deliveries: to be saved in one transaction.
///
/// Updates are saved in the order in which they were given; `merge` makes one of several, so that a
/// delivery that came and went between two transactions costs one deletion.
package struct DeliveryUpdate: Equatable, Sendable {
  /// The targets that changed.
  package private(set) var targets: [WebhookTargetID: TargetUpdate] = [:]

  /// An update that changes nothing.
  package init() {}

  /// Whether there is nothing to save.
  package var isEmpty: Bool { targets.isEmpty }

  /// Number of rows to write or delete.
  package var rowCount: Int {
    targets.values.reduce(0) { $0 + $1.saved.count + $1.removed.count }
  }

  /// Changes one target.
  mutating func change(_ id: WebhookTargetID, _ body: (inout TargetUpdate) -> Void) {
    body(&targets[id, default: TargetUpdate()])
  }

  /// Adds what happened after this update.
  package mutating func merge(_ later: DeliveryUpdate) {
    for (id, update) in later.targets {
      if update.isDeleted || targets[id] == nil {
        targets[id] = update
      } else {
        targets[id]?.merge(update)
      }
    }
  }
}
