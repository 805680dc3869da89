import StarlingColumns

extension GrowingTile {
  /// What can be read of a tile that somebody holds, good until it grows. Trivial.
  package struct View: BitwiseCopyable {
    var words: WordView
    /// Number of lists.
    var lists: Int

    // MARK: Heads

    private func head(_ list: Int) -> Int { 1 &+ list &* 5 }

    func count(_ list: Int) -> Int { Int(words.uint32(2 &* head(list) &+ 1)) }

    func setCount(_ list: Int, _ count: Int, last: Int64) {
      words.set(half: 2 &* head(list) &+ 1, to: UInt32(count))
      words.set(head(list) &+ 1, to: last)
    }

    private func name(ofList list: Int) -> UInt32 { words.uint32(2 &* head(list) &+ 4) }

    /// Adds an empty list, for whose head there is room.
    mutating func addList(named name: UInt32) {
      words.set(head(lists) &+ 1, to: .min)
      words.set(half: 2 &* head(lists) &+ 4, to: name)
      lists += 1
    }

    /// Number of the session in which the name was last seen; 0 = never.
    func session(_ list: Int) -> UInt32 { words.uint32(2 &* head(list) &+ 5) }

    func setSession(_ list: Int, _ session: UInt32) {
      words.set(half: 2 &* head(list) &+ 5, to: session)
    }

    func place(_ list: Int) -> Int { Int(words.uint32(2 &* head(list) &+ 6)) }

    func setPlace(_ list: Int, _ place: Int) {
      words.set(half: 2 &* head(list) &+ 6, to: UInt32(place))
    }

    func capacity(_ list: Int) -> Int { Int(words.uint32(2 &* head(list) &+ 7)) }

    func columns(_ list: Int) -> Int { Int(words.uint32(2 &* head(list) &+ 8)) }

    func columnCapacity(_ list: Int) -> Int { Int(words.uint32(2 &* head(list) &+ 9)) }

    // MARK: Fetching ahead

    /// Has the processor fetch the heads of all lists, which are read first.
    package func prefetch() {
      var word = 0
      while word < head(lists) {
        words.prefetch(word)
        word &+= 8
      }
    }

    /// Has the processor fetch where the next row of a list will be written.
    func prefetchEnd(_ list: Int) {
      let row = count(list)
      let times = times(list)
      let capacity = capacity(list)
      words.prefetch(place(list))
      words.prefetch(times &+ row)
      var column = times &+ capacity &+ row / 2
      for _ in 0..<columns(list) {
        words.prefetch(column)
        column &+= capacity / 2
      }
    }

    // MARK: Lines

    /// Words that a list takes with room for so many columns and rows, which are even.
    static func lineWords(rows: Int, columns: Int) -> Int {
      (columns + 1) / 2 + rows + columns * rows / 2
    }

    func lineWords(_ list: Int) -> Int {
      Self.lineWords(rows: capacity(list), columns: columnCapacity(list))
    }

    /// Where the times of a list begin.
    func times(_ list: Int) -> Int { place(list) &+ (columnCapacity(list) &+ 1) / 2 }

    /// Where the codes of a column begin, in halves of words.
    func column(_ path: UInt32, of list: Int) -> Int? {
      let columns = columns(list)
      let paths = 2 &* place(list)
      var index = 0
      while index < columns {
        if words.uint32(paths &+ index) == path { return codes(list, index) }
        index &+= 1
      }
      return nil
    }

    private func codes(_ list: Int, _ column: Int) -> Int {
      2 &* (times(list) &+ capacity(list)) &+ column &* capacity(list)
    }

    /// Adds a column, for which there is room, to a list: every row is absent.
    func addColumn(_ path: UInt32, to list: Int) -> Int {
      let column = columns(list)
      words.set(half: 2 &* place(list) &+ column, to: path)
      words.set(half: 2 &* head(list) &+ 8, to: UInt32(column + 1))
      return codes(list, column)
    }

    /// Moves the lines of a list, as `other` has them, to a place that is all 0.
    func move(_ list: Int, from other: View, to place: Int, rows: Int, columns: Int) {
      let count = other.count(list)
      let (oldTimes, oldPaths) = (other.times(list), other.place(list))
      let oldCodes = (0..<other.columns(list)).map { other.codes(list, $0) }
      setPlace(list, place)
      words.set(half: 2 &* head(list) &+ 7, to: UInt32(rows))
      words.set(half: 2 &* head(list) &+ 9, to: UInt32(columns))
      words.copy(other.words, oldPaths..<oldPaths + (oldCodes.count + 1) / 2, to: place)
      words.copy(other.words, oldTimes..<oldTimes + count, to: times(list))
      for (column, old) in oldCodes.enumerated() {
        words.copy(other.words, old / 2..<(old + count + 1) / 2, to: codes(list, column) / 2)
      }
    }
  }
}

extension GrowingTile.View {
  private typealias List = GrowingTile.List
  private typealias Column = GrowingTile.Column

  /// The list of an event name; `nil` without one.
  func list(named name: UInt32) -> Int? {
    var list = List.postings
    while list < lists {
      if self.name(ofList: list) == name { return list }
      list &+= 1
    }
    return nil
  }

  private func rows(_ list: Int) -> Posting.Rows {
    let head = head(list)
    let count = count(list)
    return Posting.Rows(
      members: ArrayView(), presence: ArrayView(), starts: words.uint32s(2 &* head, count: 2),
      lasts: words.int64s(head &+ 1, count: 1), times: words.int64s(times(list), count: count),
      latest: words.int64(head &+ 1))
  }

  private func codes(_ path: UInt32, of list: Int) -> CodesView {
    guard let column = column(path, of: list) else { return .none }
    return .words(words.uint32s(column, count: count(list)))
  }

  private func numbers(_ path: UInt32, of list: Int) -> ArrayView<UInt32> {
    guard let column = column(path, of: list) else { return ArrayView() }
    return words.uint32s(column, count: count(list))
  }

  /// The earliest event of any kind; `.max` without any. Shape: one entry. Unit: ms since 1970 UTC.
  package var firstSeen: ArrayView<Int64> { words.int64s(0, count: 1) }

  /// Number of event names.
  package var postingCount: Int { lists &- List.postings }

  /// The name code of a posting.
  package func name(_ posting: Int) -> UInt32 { name(ofList: List.postings &+ posting) }

  /// The posting of an event name, when the person has it.
  package func posting(named name: UInt32) -> Int? { list(named: name).map { $0 - List.postings } }

  /// Has the processor fetch where the next event of a name will be written; best some time after
  /// `prefetch`.
  package func prefetchEnds(named name: UInt32) {
    prefetchEnd(List.all)
    if let list = list(named: name) { prefetchEnd(list) }
  }

  /// The time of the latest row of an event name; `.min` without rows.
  package func latest(_ posting: Int) -> Int64 { words.int64(head(List.postings &+ posting) &+ 1) }

  /// The rows of an event name.
  package func posting(_ posting: Int) -> Posting.Rows { rows(List.postings &+ posting) }

  /// The codes of a path in the rows of an event name.
  package func codes(_ path: UInt32, ofPosting posting: Int) -> CodesView {
    codes(path, of: List.postings &+ posting)
  }

  /// Every track, page and screen event.
  package var all: Posting.Rows { rows(List.all) }

  /// The posting of each row of `all`.
  package var allNames: CodesView { codes(Column.first, of: List.all) }

  /// By row of `all`: number of page and screen calls, and of events that count as such, up to and
  /// including the row.
  package var pages: ArrayView<UInt32> { numbers(Column.second, of: List.all) }

  /// By row of `all`: number of rows, up to and including this one, that are the first of their
  /// name in their session.
  package var kinds: ArrayView<UInt32> { numbers(Column.third, of: List.all) }

  /// Identify calls.
  package var traits: Posting.Rows { rows(List.traits) }

  /// The codes of a trait's path in the identify calls.
  package func traitCodes(_ path: UInt32) -> CodesView { codes(path, of: List.traits) }

  /// The start of each session.
  package var sessions: Posting.Rows { rows(List.sessions) }

  /// By session: its first row in `all`.
  package var firstRows: ArrayView<UInt32> { numbers(Column.first, of: List.sessions) }

  /// Rows of `all` of one instant and name with others before them.
  package var tiedRows: ArrayView<UInt32> { numbers(Column.first, of: List.ties) }

  /// By entry of `tiedRows`: number of the rows before.
  package var tiedBefore: ArrayView<UInt32> { numbers(Column.second, of: List.ties) }
}
