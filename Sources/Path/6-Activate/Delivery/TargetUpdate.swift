/// What changed of one target's durable state.
package struct TargetUpdate: Equatable, Sendable {
  /// Where the target's reading of the log of changes has come to; `nil` when that did not change.
  package var cursor: Int64?
  /// Rows to write, by position; they replace rows of the same position.
  package var saved: [Int64: DeliveryRow] = [:]
  /// Positions whose rows go, where they are there.
  package var removed: Set<Int64> = []
  /// Whether the target is deleted with all that belongs to it; then nothing else counts.
  package var isDeleted = false

  /// An update that changes nothing.
  package init() {}

  /// Writes a row.
  mutating func save(_ row: DeliveryRow) {
    saved[row.position] = row
    removed.remove(row.position)
  }

  /// Takes a row away.
  mutating func remove(_ position: Int64) {
    saved[position] = nil
    removed.insert(position)
  }

  /// Adds what happened after this update.
  mutating func merge(_ later: TargetUpdate) {
    cursor = later.cursor ?? cursor
    for row in later.saved.values { save(row) }
    for position in later.removed { remove(position) }
  }
}
