import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// What sessions are made of in a tile.
struct SessionRows {
  /// Time of each row of `Tile.all`.
  let times: ArrayView<Int64>
  /// Posting of each row.
  let postings: CodesView
  /// Whether each row is a page or screen call; 64 rows a word.
  let pages: ArrayView<UInt64>
  /// By posting: whether its events count as pages by their name.
  let arePages: [Bool]
  /// By posting: the name of its events.
  let names: [String]

  /// The rows of a tile, which the caller holds.
  init(_ tile: Tile, pageNames: [String], _ vocabulary: Vocabulary) {
    times = tile.all.view.times
    postings = CodesView(tile.allNames)
    pages = ArrayView(tile.allPages)
    names = tile.names.map { vocabulary.names.string($0) }
    arePages = names.map { pageNames.contains($0) }
  }

  /// Whether a row counts as a page.
  func isPage(_ row: Int) -> Bool {
    pages[row &>> 6] &>> UInt64(row & 63) & 1 == 1 || arePages[Int(postings[row])]
  }
}

/// What is in a session, up to the rows that are visible.
struct SessionReader {
  let session: SessionRows
  /// Rows of `Tile.all`.
  let rows: Range<Int>

  /// The value of one of a session's properties.
  func value(_ path: PropertyPath) -> Value? {
    guard path.components.count == 1 else { return nil }
    switch path.components[0] {
    case "events": return .number(Double(rows.count))
    case "pages": return .number(Double(rows.count { session.isPage($0) }))
    case "duration":
      let length = session.times[rows.upperBound - 1] - session.times[rows.lowerBound]
      return .number(Double(length) / 1000)
    case "kinds": return .number(Double(kinds))
    case "entry": return .string(name(rows.lowerBound))
    case "exit": return .string(name(rows.upperBound - 1))
    default: return nil
    }
  }

  /// Number of different event names.
  private var kinds: Int {
    var seen: UInt64 = 0
    for row in rows {
      let posting = session.postings[row]
      if posting > 63 { return Set(rows.map { session.postings[$0] }).count }
      seen |= 1 << UInt64(posting)
    }
    return seen.nonzeroBitCount
  }

  private func name(_ row: Int) -> String { session.names[Int(session.postings[row])] }
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
