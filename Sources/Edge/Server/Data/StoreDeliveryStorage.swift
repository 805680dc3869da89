import StarlingActivate
import StarlingModel
import StarlingStore

/// The state of deliveries in the data directory.
package struct StoreDeliveryStorage: DeliveryStorage {
  private let access: StoreAccess

  /// The deliveries of a store.
  package init(_ access: StoreAccess) {
    self.access = access
  }

  /// Changes after a position, in order, without those that cannot be read.
  package func changes(after position: Int64, limit: Int) async throws -> [MembershipChange] {
    try await access.run { try $0.changes(after: position, limit: limit).changes }
  }

  /// Saves an update in one synced transaction. Targets that are gone are removed after it, each by
  /// itself: nothing depends on them.
  package func save(_ update: StarlingActivate.DeliveryUpdate) async throws {
    let rows = Self.rows(update)
    let gone = update.targets.filter { $0.value.isDeleted }.compactMap { $0.key.number }
    let now = WallClock.now()
    try await access.run { store in
      if !rows.isEmpty { try store.save(rows) }
      for target in gone { _ = try store.removeTarget(target, at: now) }
    }
  }

  private static func rows(
    _ update: StarlingActivate.DeliveryUpdate
  ) -> [StarlingStore.DeliveryUpdate] {
    var rows: [StarlingStore.DeliveryUpdate] = []
    for (id, target) in update.targets where !target.isDeleted {
      guard let number = id.number else { continue }
      if let cursor = target.cursor { rows.append(.cursor(target: number, position: cursor)) }
      rows += target.saved.values.map { .save(StoredDelivery($0, target: number)) }
      rows += target.removed.map { .remove(target: number, position: $0) }
    }
    return rows
  }
}

extension StoredDelivery {
  fileprivate init(_ row: DeliveryRow, target: Int64) {
    self.init(
      target: target, position: row.position, attempts: row.attempts, nextAttemptAt: row.due,
      isDead: row.isDead, problem: row.problem ?? "")
  }
}

extension DeliveryRow {
  /// A delivery as the store has it.
  package init(_ stored: StoredDelivery) {
    self.init(
      position: stored.position, attempts: stored.attempts, due: stored.nextAttemptAt,
      problem: stored.problem.isEmpty ? nil : stored.problem, isDead: stored.isDead)
  }
}
