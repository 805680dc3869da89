import Foundation

/// Names of time zones as the zone database (IANA) has them.
enum ZoneNames {
  /// Names without a region. They are listed because Foundation also understands abbreviations that
  /// are no zones, and means something else by them: its BST is Bangladesh's.
  private static let withoutRegion: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT",
    "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC",
    "Universal", "W-SU", "WET", "Zulu",
  ]

  /// Names to choose suggestions from, sorted; not `GMT+0`, which every `GMT+2` looks like.
  static var suggested: [String] {
    withoutRegion.subtracting(["GMT+0", "GMT-0", "GMT0"])
      .union(TimeZone.knownTimeZoneIdentifiers).sorted()
  }

  /// Whether a zone has this name. Offsets such as `+02:00` are no names.
  static func contains(_ name: String) -> Bool {
    let hasRegion = name.contains("/") && !name.hasPrefix("/") && !name.contains("..")
    return (hasRegion || withoutRegion.contains(name)) && TimeZone(identifier: name) != nil
  }
}
