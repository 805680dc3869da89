/// What became of entries that were tried again.
package struct ReplayOutcome: Hashable, Sendable {
  /// Entries that are events now.
  package var accepted: Int
  /// Entries that were refused again, with their reasons now.
  package var refused: [QuarantineEntry]
  /// Whether all entries that were meant have been tried.
  package var isComplete: Bool

  /// Puts the parts together.
  package init(
    accepted: Int, refused: [QuarantineEntry], isComplete: Bool = true
  ) {
    self.accepted = accepted
    self.refused = refused
    self.isComplete = isComplete
  }
}
