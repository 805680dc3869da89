import StarlingModel

/// What the data directory keeps of a delivery that is not finished, or that was given up.
package struct DeliveryRow: Equatable, Sendable {
  /// Position of the change in the log of changes.
  package var position: Int64
  /// Attempts whose end is known, since the delivery began or was last asked for by hand.
  package var attempts: Int
  /// When the next attempt is due.
  package var due: Stamp
  /// How the last attempt failed; `nil` when there was none.
  package var problem: String?
  /// Whether it was given up: a dead letter, which waits for a person.
  package var isDead: Bool

  /// Makes a row.
  package init(
    position: Int64, attempts: Int = 0, due: Stamp, problem: String? = nil, isDead: Bool = false
  ) {
    self.position = position
    self.attempts = attempts
    self.due = due
    self.problem = problem
    self.isDead = isDead
  }
}
