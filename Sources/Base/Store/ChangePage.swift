import StarlingModel

/// Some changes in a row.
package struct ChangePage: Sendable {
  /// The changes, in the order that was asked for.
  package var changes: [MembershipChange] = []
  /// Chunks of changes on the way that could not be read.
  package var damages: [ChunkDamage] = []
}
