/// What a workspace file says beside its definitions: the constants that meaning depends on.
package struct WorkspaceSettings: Hashable, Sendable {
  /// IANA name of the zone that calendar windows and `days` use.
  package var timezone: String
  /// Longest pause inside a session. Unit: ms.
  package var sessionGapMs: Int64
  /// Track events that count as pages of a session, beside page and screen calls.
  package var sessionPages: [String]
  /// How often percentile thresholds are recomputed. Unit: ms.
  package var percentileEveryMs: Int64

  /// The defaults of the language reference.
  package init(
    timezone: String = "UTC", sessionGapMs: Int64 = 30 * Milliseconds.minute,
    sessionPages: [String] = ["page_view"], percentileEveryMs: Int64 = Milliseconds.hour
  ) {
    self.timezone = timezone
    self.sessionGapMs = sessionGapMs
    self.sessionPages = sessionPages
    self.percentileEveryMs = percentileEveryMs
  }
}
