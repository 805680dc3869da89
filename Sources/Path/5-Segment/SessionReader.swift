import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// What is in a session, up to the rows that are visible.
struct SessionReader {
  let tile: Tile
  let vocabulary: Vocabulary
  /// By posting: whether its events count as pages by their name.
  let pages: [Bool]
  /// Rows of `Tile.all`.
  let rows: Range<Int>

  /// The value of one of a session's properties.
  func value(_ path: PropertyPath) -> Value? {
    guard path.components.count == 1 else { return nil }
    switch path.components[0] {
    case "events": return .number(Double(rows.count))
    case "pages":
      let count = rows.count { tile.isPage($0) || pages[Int(tile.allNames[$0])] }
      return .number(Double(count))
    case "duration":
      let length = tile.all.times[rows.upperBound - 1] - tile.all.times[rows.lowerBound]
      return .number(Double(length) / 1000)
    case "kinds": return .number(Double(Set(rows.map { tile.allNames[$0] }).count))
    case "entry": return .string(name(rows.lowerBound))
    case "exit": return .string(name(rows.upperBound - 1))
    default: return nil
    }
  }

  private func name(_ row: Int) -> String {
    vocabulary.names.string(tile.names[Int(tile.allNames[row])])
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
