import StarlingColumns
import StarlingModel

/// The timeline of one person that still takes events, at whatever instant they happened.
///
/// Column by column the same as a tile of that person alone, but in arrays with room to grow: an
/// event behind all others is appended to the columns of its name, an earlier one moves the rows
/// behind it. `tile` is what evaluation reads; it shares the arrays, and only the columns of event
/// names that got rows are laid out anew.
struct OpenTile: Sendable {
  private let sessionGapMs: Int64
  private var firstSeen = Int64.max
  private var times: [Int64] = []
  /// Index in `names` of each row.
  private var rowNames: [UInt32] = []
  /// See `Tile.allPages`.
  private var pages: [UInt64] = []
  /// Ascending name codes.
  private var names: [UInt32] = []
  /// By index in `names`.
  private var postings: [OpenPosting] = []
  private var traits = OpenPosting()
  private var sessionTimes: [Int64] = []
  private var sessionRows: [UInt32] = []
  /// Let go before a row comes, so that nobody else holds the arrays while they grow.
  private var made: Tile?

  /// Somebody of whom nothing is known yet.
  init(sessionGapMs: Int64) {
    self.sessionGapMs = sessionGapMs
  }

  /// The person as a tile of their own.
  ///
  /// - Complexity: O(1) after `keepTile`, else O(event names).
  var tile: Tile {
    if let made { return made }
    let all = Posting(members: [], starts: [0, UInt32(times.count)], times: times, columns: [])
    let sessions = SessionTable(
      starts: [0, UInt32(sessionTimes.count)], lasts: [sessionTimes.last ?? .min],
      times: sessionTimes, firstRows: sessionRows)
    return Tile(
      people: 1, firstSeen: [firstSeen], all: all, allNames: .words(rowNames), allPages: pages,
      names: names, postings: postings.map(\.posting), traits: traits.posting, sessions: sessions)
  }

  /// Keeps the tile until the next event comes; call after the last of several.
  mutating func keepTile() {
    for index in postings.indices { postings[index].keepPosting() }
    traits.keepPosting()
    made = tile
  }

  /// Adds an event behind those of its instant.
  mutating func append(_ event: CodedEvent) { insert(event, behind: .max) }

  /// Puts an event at its place.
  ///
  /// - Parameter tied: How many rows of the same kind and instant go before it.
  /// - Complexity: O(rows behind it × properties of its name), amortised, and O(events) when it is
  ///   the first of its name.
  mutating func insert(_ event: CodedEvent, behind tied: Int) {
    made = nil
    firstSeen = min(firstSeen, event.time)
    switch event.row {
    case .selectable: insertSelectable(event, behind: tied)
    case .identify: traits.insert(event, at: Self.row(in: traits.times, at: event.time, tied))
    case nil: break
    }
  }

  private static func row(in times: [Int64], at time: Int64, _ tied: Int) -> Int {
    if let last = times.last, last < time { return times.count }
    if tied == .max { return times.partitioningIndex { $0 > time } }
    return times.partitioningIndex { $0 >= time } + tied
  }

  private mutating func insertSelectable(_ event: CodedEvent, behind tied: Int) {
    let row = Self.row(in: times, at: event.time, tied)
    let name = index(ofName: event.name)
    var place = postings[name].times.count
    if row < times.count {
      place = postings[name].times.partitioningIndex { $0 >= event.time }
      var before = row
      while before > 0 && times[before - 1] == event.time {
        before -= 1
        if rowNames[before] == UInt32(name) { place += 1 }
      }
    }
    postings[name].insert(event, at: place)
    insert(isPage: event.kind != .track, at: row)
    times.insert(event.time, at: row)
    rowNames.insert(UInt32(name), at: row)
    splitSessions(from: row)
  }

  private mutating func index(ofName name: UInt32) -> Int {
    let index = names.partitioningIndex { $0 >= name }
    if index < names.count && names[index] == name { return index }
    names.insert(name, at: index)
    postings.insert(OpenPosting(), at: index)
    for row in rowNames.indices where rowNames[row] >= UInt32(index) { rowNames[row] += 1 }
    return index
  }

  private mutating func insert(isPage: Bool, at row: Int) {
    if times.count & 63 == 0 { pages.append(0) }
    let word = row >> 6
    for index in stride(from: pages.count - 1, to: word, by: -1) {
      pages[index] = pages[index] << 1 | pages[index - 1] >> 63
    }
    let before: UInt64 = 1 << UInt64(row & 63) - 1
    let behind = (pages[word] & ~before) << 1
    pages[word] = pages[word] & before | behind | (isPage ? before + 1 : 0)
  }

  /// Finds the sessions again that start at a row or later; a row changes none that started before.
  private mutating func splitSessions(from first: Int) {
    while let last = sessionRows.last, Int(last) >= first {
      sessionRows.removeLast()
      sessionTimes.removeLast()
    }
    for row in first..<times.count
    where row == 0 || times[row] - times[row - 1] > sessionGapMs {
      sessionRows.append(UInt32(row))
      sessionTimes.append(times[row])
    }
  }
}
