/// What `Store.verify` found.
package struct StoreInspection: Sendable {
  /// Events that can be read.
  package var eventCount: Int64 = 0
  /// Changes that can be read.
  package var changeCount: Int64 = 0
  /// Chunks that cannot.
  package var damages: [ChunkDamage] = []
  /// Numbers of events that no chunk holds.
  package var missingEvents: [Range<Int64>] = []
  /// Positions of changes that no chunk holds.
  package var missingChanges: [Range<Int64>] = []
  /// What SQLite finds wrong with its file; empty when nothing.
  package var databaseProblems: [String] = []

  /// Whether everything that was committed is there.
  package var isSound: Bool {
    damages.isEmpty && missingEvents.isEmpty && missingChanges.isEmpty && databaseProblems.isEmpty
  }
}
