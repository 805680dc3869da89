/// What the loop keeps from turn to turn.
struct LoopState {
  /// Commits that failed in a row.
  var failures = 0
  /// When a tile was sealed last. Unit: ns of the observer's clock.
  var sealedAt: Int64
}
