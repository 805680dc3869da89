import StarlingColumns
import StarlingTimeline

/// What sessions are made of in a tile.
///
/// A session that is not over is asked about at each of its events, and its pages and kinds must
/// not be counted from its start each time. So rows that count are bits with ranks: any part of a
/// session is counted in constant time. The bits are set when somebody first asks for them.
final class SessionRows {
  /// Time of each row of `Tile.all`.
  let times: ArrayView<Int64>
  /// Posting of each row.
  private let postings: CodesView
  /// By session: its first row.
  private let firstRows: ArrayView<UInt32>
  /// Whether each row is a page or screen call; 64 rows a word.
  private let calls: [UInt64]
  private let pageNames: [String]
  private let nameCodes: [UInt32]
  private let table: ByteTable

  /// The rows of a tile, which the caller holds.
  init(_ tile: Tile, pageNames: [String], _ vocabulary: Vocabulary) {
    times = tile.all.view.times
    postings = CodesView(tile.allNames)
    firstRows = ArrayView(tile.sessions.firstRows)
    calls = tile.allPages
    nameCodes = tile.names
    table = vocabulary.names
    self.pageNames = pageNames
  }

  /// The rows that count as pages.
  private(set) lazy var pages: BitRanks = {
    var words = calls
    let arePages = nameCodes.map { pageNames.contains(table.string($0)) }
    if arePages.contains(true) {
      for row in 0..<times.count where arePages[Int(postings[row])] {
        words[row >> 6] |= 1 << UInt64(row & 63)
      }
    }
    return BitRanks(words)
  }()

  /// The rows that are the first of their name in their session: its kinds.
  private(set) lazy var firstsOfNames: BitRanks = {
    var words = [UInt64](repeating: 0, count: Bits.words(times.count))
    // By posting: number of sessions begun when the name was last seen.
    var seen = [Int](repeating: 0, count: nameCodes.count)
    var begun = 0
    for row in 0..<times.count {
      if begun < firstRows.count && Int(firstRows[begun]) == row { begun += 1 }
      let posting = Int(postings[row])
      if seen[posting] == begun { continue }
      seen[posting] = begun
      words[row >> 6] |= 1 << UInt64(row & 63)
    }
    return BitRanks(words)
  }()

  /// The name of a row's event.
  func name(_ row: Int) -> String { table.string(nameCodes[Int(postings[row])]) }
}
