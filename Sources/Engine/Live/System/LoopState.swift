/// What the loop keeps from turn to turn.
struct LoopState {
  /// Commits that failed in a row.
  var failures = 0
  /// When it was last looked whether a tile is to be sealed. Unit: ns of the observer's clock.
  var sealedAt: Int64
}
