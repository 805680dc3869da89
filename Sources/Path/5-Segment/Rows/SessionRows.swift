import StarlingColumns
import StarlingTimeline

/// What sessions are made of in a tile.
///
/// A session that is not over is asked about at each of its events, and its pages and kinds must
/// not be counted from its start each time: any part of a session is counted in constant time.
enum SessionRows {
  case sealed(SealedSessions)
  case growing(GrowingTile.View)

  /// Number of pages among rows of `Tile.all`.
  func pages(_ rows: Range<Int>) -> Int {
    switch self {
    case .sealed(let sessions): sessions.pages.count(rows)
    case .growing(let tile): Self.count(tile.pages, rows)
    }
  }

  /// Number of rows, among those of a session, that are the first of their name in it: its kinds.
  func kinds(_ rows: Range<Int>) -> Int {
    switch self {
    case .sealed(let sessions): sessions.firstsOfNames.count(rows)
    case .growing(let tile): Self.count(tile.kinds, rows)
    }
  }

  /// The code of the name of a row's event.
  func name(_ row: Int) -> UInt32 {
    switch self {
    case .sealed(let sessions): sessions.name(row)
    case .growing(let tile): tile.name(Int(tile.allNames[row]))
    }
  }

  private static func count(_ through: ArrayView<UInt32>, _ rows: Range<Int>) -> Int {
    if rows.isEmpty { return 0 }
    let before = rows.lowerBound == 0 ? 0 : through[rows.lowerBound - 1]
    return Int(through[rows.upperBound - 1] - before)
  }
}

/// The sessions of a sealed tile: rows that count are bits with ranks, set when somebody first asks
/// for them.
final class SealedSessions {
  private let rows: Int
  /// Posting of each row.
  private let postings: CodesView
  /// By session: its first row.
  private let firstRows: ArrayView<UInt32>
  /// Whether each row is a page or screen call; 64 rows a word.
  private let calls: [UInt64]
  /// Codes of the names whose events count as pages, too.
  private let pageNames: [UInt32]
  private let names: [UInt32]

  /// The rows of a tile, which the caller holds.
  init(_ tile: Tile, pageNames: [UInt32]) {
    rows = tile.all.count
    postings = CodesView(tile.allNames)
    firstRows = ArrayView(tile.sessions.firstRows)
    calls = tile.allPages
    names = tile.names
    self.pageNames = pageNames
  }

  /// The rows that count as pages.
  private(set) lazy var pages: BitRanks = {
    var words = calls
    let arePages = names.map { pageNames.contains($0) }
    if arePages.contains(true) {
      for row in 0..<rows where arePages[Int(postings[row])] {
        words[row >> 6] |= 1 << UInt64(row & 63)
      }
    }
    return BitRanks(words)
  }()

  /// The rows that are the first of their name in their session: its kinds.
  private(set) lazy var firstsOfNames: BitRanks = {
    var words = [UInt64](repeating: 0, count: Bits.words(rows))
    // By posting: number of sessions begun when the name was last seen.
    var seen = [Int](repeating: 0, count: names.count)
    var begun = 0
    for row in 0..<rows {
      if begun < firstRows.count && Int(firstRows[begun]) == row { begun += 1 }
      let posting = Int(postings[row])
      if seen[posting] == begun { continue }
      seen[posting] = begun
      words[row >> 6] |= 1 << UInt64(row & 63)
    }
    return BitRanks(words)
  }()

  /// The code of the name of a row's event.
  func name(_ row: Int) -> UInt32 { names[Int(postings[row])] }
}
