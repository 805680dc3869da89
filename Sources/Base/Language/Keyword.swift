/// The words that cannot be bare event names.
///
/// They are ordinary names behind a dot (`trait.age`) and, unless a filter gives them a meaning,
/// as property names in filters.
enum Keyword: String, CaseIterable {
  case and, or, not, contains, starts, ends, with, matches
  case isIn = "in"
  case yes = "true"
  case no = "false"
  case count, days, sum, avg, min, max, distinct, first, last
  case since, age, elapsed, any, exists
  case then, within, without, offset, this
  case absent = "no"
  case trait, segment, list, metric, score, cluster
  case percentile

  /// Looks up what a word means; a table, because every name of a text asks.
  static let byWord = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// Words that a filter reads as something other than a property.
  var isReservedInFilters: Bool {
    switch self {
    case .and, .or, .not, .contains, .starts, .ends, .with, .matches, .isIn, .yes, .no, .exists:
      true
    default: false
    }
  }

  /// Whether it stands between two things and cannot start one.
  var joins: Bool {
    switch self {
    case .and, .or, .contains, .starts, .ends, .with, .matches, .isIn, .then, .within, .without,
      .offset:
      true
    default: false
    }
  }

  /// The aggregate of this name.
  var aggregate: Aggregate? { Aggregate(rawValue: rawValue) }

  /// The kind of reference of this name.
  var reference: Reference? { Reference(rawValue: rawValue) }
}
