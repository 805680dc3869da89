import StarlingModel

/// Instants that the value of a trait names: a date (midnight UTC), or a date and time with zone in
/// ISO 8601. Anything else names none.
enum TraitInstant {
  /// The instant in ms since 1970 UTC.
  static func parse(_ text: String) -> Int64? {
    Stamp(iso: text, requiresZone: true)?.milliseconds
  }
}
