import StarlingModel

/// Instants that the value of a trait names: a date (midnight UTC), or a date and time with zone in
/// extended ISO 8601. Anything else names none; what the importer tolerates beyond that (a blank
/// for the T, a comma before the fraction) is not ISO 8601.
enum TraitInstant {
  /// The instant in ms since 1970 UTC.
  static func parse(_ text: String) -> Int64? {
    let bytes = text.utf8
    if bytes.contains(UInt8(ascii: " ")) || bytes.contains(UInt8(ascii: ",")) { return nil }
    return Stamp(iso: text, requiresZone: true)?.milliseconds
  }
}
