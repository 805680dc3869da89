/// What became of an entry of the quarantine.
package enum QuarantineState: String, CaseIterable, Hashable, Sendable {
  /// Nobody has dealt with it.
  case open
  /// It was mended or accepted when it was tried again.
  case fixed
  /// Somebody gave it up.
  case dropped
}
