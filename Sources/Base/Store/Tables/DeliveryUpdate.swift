import GRDB
import StarlingModel

/// What changes in the durable state of deliveries.
package enum DeliveryUpdate: Hashable, Sendable {
  /// The target's changes up to `position` are delivered or have rows of their own.
  case cursor(target: Int64, position: Int64)
  /// A delivery is not done yet, or is dead.
  case save(StoredDelivery)
  /// A delivery is done, or not wanted any more.
  case remove(target: Int64, position: Int64)

  func apply(_ database: Database) throws {
    switch self {
    case .cursor(let target, let position):
      try database.run(
        "UPDATE delivery_targets SET cursor = ? WHERE id = ?", [position, target])
    case .save(let delivery):
      try database.run(
        "INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?, ?, ?, ?)",
        [
          delivery.target, delivery.position, delivery.attempts,
          delivery.nextAttemptAt.milliseconds, delivery.isDead, delivery.problem,
        ])
    case .remove(let target, let position):
      try database.run(
        "DELETE FROM deliveries WHERE target = ? AND position = ?", [target, position])
    }
  }
}
