import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// What is in a session, up to the rows that are visible.
struct SessionReader {
  let session: SessionRows
  /// Rows of `Tile.all`, from the session's first on.
  let rows: Range<Int>

  /// The value of one of a session's properties.
  func value(_ path: PropertyPath) -> Value? {
    guard let property = SessionProperty(path) else { return nil }
    switch property {
    case .entry: return .string(session.name(rows.lowerBound))
    case .exit: return .string(session.name(rows.upperBound - 1))
    case .events, .pages, .duration, .kinds: return number(property).map { .number($0) }
    }
  }

  /// The number that one of a session's properties is; `nil` for names.
  ///
  /// - Complexity: O(1) after the first question about pages or kinds in the tile.
  func number(_ property: SessionProperty) -> Double? {
    switch property {
    case .events: return Double(rows.count)
    case .pages: return Double(session.pages.count(rows))
    case .duration:
      let length = session.times[rows.upperBound - 1] - session.times[rows.lowerBound]
      return Double(length) / 1000
    case .kinds: return Double(session.firstsOfNames.count(rows))
    case .entry, .exit: return nil
    }
  }
}

/// The filter of a session track in a tile.
struct SessionFilter {
  let expression: Expression
  let evaluator: ScalarEvaluator
  /// By session: whether it passes when complete.
  let bits: BitBuffer
}

/// A session whose bit was set by what is visible of it, to be set back.
struct UnfinishedSession {
  var place: Int
  var session: Int
}
