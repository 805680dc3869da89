/// When the thresholds of percentiles are computed.
enum PercentileTiming {
  /// At the instant itself, as `evaluate` does.
  case atInstant
  /// At the first event and at each multiple of the schedule since the epoch, kept in between, as
  /// `replay` does.
  case scheduled
}
