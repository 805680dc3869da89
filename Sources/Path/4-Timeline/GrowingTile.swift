import StarlingColumns
import StarlingModel

/// The timeline of one person in one stretch of memory, with no more in it than somebody wants:
/// what live evaluation reads. A later event is written behind the others; nothing else changes.
///
/// A tile of many people has an array for each list; made for one person, those arrays would cost
/// more than all that is asked of them (docs/decisions/0011). Lists here are, in words:
///
///     tile    = first-seen { head } { lines }          one head for each list, lines in any order
///     head    = zero count | last | name session | place capacity | columns column-capacity
///     lines   = { path } { time } { { code } }         capacities in rows and columns
///
/// Numbers of a head are 32 bits wide but for the time of the last row; `zero count` are the
/// borders of the only person's rows. Copies share their memory: only one of them may grow.
package struct GrowingTile {
  /// Lists that every tile has; behind them follows one for each event name.
  enum List {
    /// Every track, page and screen event; `names`, `pages` and `kinds` are its columns.
    static let all = 0
    /// The start of every session; its first row in `all` is its only column.
    static let sessions = 1
    /// Identify calls.
    static let traits = 2
    /// Rows of `all` of one instant and name with others before them, and how many.
    static let ties = 3
    static let postings = 4
  }

  /// Columns of the lists that have no paths.
  enum Column {
    /// Of `all`: index of the posting. Of `sessions`: the first row. Of `ties`: the row.
    static let first: UInt32 = 0
    /// Of `all`: number of page and screen calls up to and including the row. Of `ties`: number of
    /// rows before.
    static let second: UInt32 = 1
    /// Of `all`: number of rows, up to and including this one, that are the first of their name in
    /// their session.
    static let third: UInt32 = 2
  }

  private static let headWords = 5
  /// Where heads begin.
  private static let heads = 1
  private static let rowsMin = 4

  private var block: WordBlock
  /// What can be read, good until the tile grows.
  package private(set) var view: View
  private var listCapacity: Int
  /// Number of words in use.
  private var used: Int

  /// A tile without events.
  ///
  /// - Parameters:
  ///   - postings: Number of event names that there will be; more may come.
  ///   - words: Number of words that will be needed, as far as is known.
  init(postings: Int, words: Int) {
    listCapacity = List.postings + max(2, postings)
    block = WordBlock(count: Self.heads + listCapacity * Self.headWords + words)
    view = View(words: block.view, lists: 0)
    used = Self.heads + listCapacity * Self.headWords
    view.words.set(0, to: .max)
    for _ in 0..<List.postings { view.addList(named: .max) }
  }

  /// Memory in use. Unit: bytes.
  package var byteCount: Int { block.count * 8 }

  // MARK: Rows

  /// Notes that something happened to the person.
  func see(_ time: Int64) {
    if time < view.words.int64(0) { view.words.set(0, to: time) }
  }

  /// The list of an event name; makes one when there is none.
  mutating func posting(named name: UInt32) -> Int {
    if let list = view.list(named: name) { return list }
    if view.lists == listCapacity { rebuild(lists: listCapacity * 2, words: 0) }
    view.addList(named: name)
    return view.lists - 1
  }

  /// Adds a row behind the others of a list.
  ///
  /// - Returns: The row.
  /// - Complexity: O(columns), amortised.
  @discardableResult
  mutating func append(_ time: Int64, to list: Int) -> Int {
    let row = view.count(list)
    if row == view.capacity(list) { makeRoom(list, rows: max(Self.rowsMin, row * 2), columns: 0) }
    view.words.set(view.times(list) + row, to: time)
    view.setCount(list, row + 1, last: time)
    return row
  }

  /// Adds rows of a sealed list behind the others.
  mutating func append(_ times: ArrayView<Int64>, _ range: Range<Int>, to list: Int) {
    if range.isEmpty { return }
    let count = view.count(list)
    let rows = count + range.count
    if rows > view.capacity(list) { makeRoom(list, rows: rows + Self.rowsMin, columns: 0) }
    view.words.copy(times, range, to: view.times(list) + count)
    view.setCount(list, rows, last: times[range.upperBound - 1])
  }

  /// Sets the code of a row.
  mutating func set(_ path: UInt32, _ code: UInt32, ofRow row: Int, in list: Int) {
    // Adding a column may move everything.
    let first = column(path, of: list)
    view.words.set(half: first + row, to: code)
  }

  /// Sets the codes of the last rows of a list to those of sealed rows.
  mutating func set(_ path: UInt32, _ codes: CodesView, _ range: Range<Int>, in list: Int) {
    let first = column(path, of: list) + view.count(list) - range.count
    for offset in 0..<range.count {
      view.words.set(half: first &+ offset, to: codes[range.lowerBound &+ offset])
    }
  }

  /// Where the codes of a column begin, in halves of words; adds the column when there is none.
  mutating func column(_ path: UInt32, of list: Int) -> Int {
    if let column = view.column(path, of: list) { return column }
    let columns = view.columns(list)
    if columns == view.columnCapacity(list) {
      makeRoom(list, rows: view.capacity(list), columns: max(2, columns * 2))
    }
    return view.addColumn(path, to: list)
  }

  // MARK: Room

  /// Makes room for rows and columns that are going to be added to an empty list.
  mutating func reserve(_ list: Int, rows: Int, columns: Int) {
    makeRoom(list, rows: rows + Self.rowsMin, columns: columns)
  }

  /// Moves a list to a place with room for more.
  private mutating func makeRoom(_ list: Int, rows: Int, columns: Int) {
    let rows = (rows + 1) & ~1
    let columns = max(columns, view.columnCapacity(list))
    let words = View.lineWords(rows: rows, columns: columns)
    if used + words > block.count { rebuild(lists: listCapacity, words: words) }
    let place = used
    used += words
    view.move(list, from: view, to: place, rows: rows, columns: columns)
  }

  /// Moves everything to a larger block, without the gaps that lists left.
  private mutating func rebuild(lists: Int, words: Int) {
    let start = Self.heads + lists * Self.headWords
    let live = (0..<view.lists).reduce(0) { $0 + view.lineWords($1) }
    let next = WordBlock(count: start + live + words + (live + words) / 2)
    let moved = View(words: next.view, lists: view.lists)
    let heads = Self.heads + view.lists * Self.headWords
    moved.words.copy(view.words, 0..<heads, to: 0)
    used = start
    for list in 0..<view.lists {
      let words = view.lineWords(list)
      moved.words.copy(view.words, view.place(list)..<view.place(list) + words, to: used)
      moved.setPlace(list, used)
      used += words
    }
    listCapacity = lists
    block = next
    view = moved
  }
}
