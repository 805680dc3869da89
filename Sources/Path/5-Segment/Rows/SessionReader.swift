import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// What is in a session, up to the rows that are visible.
struct SessionReader {
  let session: SessionRows
  /// Time of each row of `Tile.all`.
  let times: ArrayView<Int64>
  /// Rows of `Tile.all`, from the session's first on.
  let rows: Range<Int>

  /// The value of one of a session's properties.
  ///
  /// - Parameter vocabulary: That of the tile's names.
  func value(_ path: PropertyPath, _ vocabulary: Vocabulary) -> Value? {
    guard let property = SessionProperty(path) else { return nil }
    switch property {
    case .entry: return .string(vocabulary.names.string(session.name(rows.lowerBound)))
    case .exit: return .string(vocabulary.names.string(session.name(rows.upperBound - 1)))
    case .events, .pages, .duration, .kinds: return number(property).map { .number($0) }
    }
  }

  /// The number that one of a session's properties is; `nil` for names.
  ///
  /// - Complexity: O(1) after the first question about pages or kinds in the tile.
  func number(_ property: SessionProperty) -> Double? {
    switch property {
    case .events: return Double(rows.count)
    case .pages: return Double(session.pages(rows))
    case .duration:
      let length = times[rows.upperBound - 1] - times[rows.lowerBound]
      return Double(length) / 1000
    case .kinds: return Double(session.kinds(rows))
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
