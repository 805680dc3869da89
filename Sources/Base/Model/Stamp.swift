/// An instant in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Every time in Starling is one of these; hot loops use its `milliseconds` directly.
package struct Stamp: Hashable, Comparable, Sendable {
  /// Unit: ms since 1970 UTC.
  package var milliseconds: Int64

  /// Wraps a count of milliseconds since 1970 UTC.
  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The instant before every event.
  package static let distantPast = Stamp(milliseconds: .min)

  /// The instant that never comes.
  package static let never = Stamp(milliseconds: .max)

  package static func < (left: Stamp, right: Stamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

/// Lengths of time in milliseconds, by the names the language uses for them.
package enum Milliseconds {
  /// `1s`.
  package static let second: Int64 = 1_000
  /// `1m`.
  package static let minute: Int64 = 60_000
  /// `1h`.
  package static let hour: Int64 = 3_600_000
  /// `1d`: always 24 hours, whatever a calendar says.
  package static let day: Int64 = 86_400_000
  /// `1w`: always 7 days.
  package static let week: Int64 = 604_800_000
}
