import GRDB
import StarlingModel

/// A change that a target has not got yet, or will not get: deliveries that succeeded leave no row.
package struct StoredDelivery: Hashable, Sendable {
  /// The target's number.
  package var target: Int64
  /// Position of the change; with the target it is the delivery's id for ever.
  package var position: Int64
  /// How often it was tried.
  package var attempts: Int
  /// When it is tried next.
  package var nextAttemptAt: Stamp
  /// Whether it was given up, to be tried again by hand.
  package var isDead: Bool
  /// What went wrong last; empty when nothing did.
  package var problem: String

  /// Gathers the state of a delivery.
  package init(
    target: Int64, position: Int64, attempts: Int, nextAttemptAt: Stamp, isDead: Bool,
    problem: String
  ) {
    self.target = target
    self.position = position
    self.attempts = attempts
    self.nextAttemptAt = nextAttemptAt
    self.isDead = isDead
    self.problem = problem
  }

  init(_ row: Row) {
    target = row[0]
    position = row[1]
    attempts = row[2]
    nextAttemptAt = Stamp(milliseconds: row[3])
    isDead = row[4]
    problem = row[5]
  }
}
