import StarlingColumns
import StarlingTimeline

/// One event among a person's rows: a row of a posting, or a row of `Tile.all`.
struct RowReference: Equatable, BitwiseCopyable {
  /// Stands for `Tile.all`.
  static let all = -1

  /// Index in `Tile.postings`, or `all`.
  var posting: Int
  var row: Int
}

/// Rows of one person selected by a view: those of [lower, upper) that pass, in order of time.
///
/// Rows of one posting and of `Tile.all` are read where they are; those of several postings are
/// collected first. Trivial; whoever has it holds the tile or the collected rows.
struct SelectedRows {
  private(set) var times = ArrayView<Int64>()
  private var filter = TilePart.Filter.none
  private(set) var lower = 0
  private(set) var upper = 0
  private var posting = RowReference.all
  /// What collected rows are; empty for rows read in place.
  private var references = ArrayView<RowReference>()

  /// No rows.
  init() {}

  /// The rows of a range of a part.
  @inline(__always)
  init(
    _ place: TilePart.Place, _ times: ArrayView<Int64>, _ filter: TilePart.Filter,
    _ range: RowRange
  ) {
    if case .posting(let posting) = place { self.posting = posting }
    self.times = times
    self.filter = filter
    lower = range.lower
    upper = max(range.lower, range.upper)
  }

  /// Collected rows, which the caller holds.
  init(_ collected: CollectedRows) {
    times = ArrayView(collected.times)
    references = ArrayView(collected.references)
    upper = times.count
  }

  /// Whether a row between `lower` and `upper` is selected.
  @inline(__always)
  func passes(_ row: Int) -> Bool { filter.passes(row) }

  /// What tells a row from others.
  @inline(__always)
  func reference(_ row: Int) -> RowReference {
    references.count == 0 ? RowReference(posting: posting, row: row) : references[row]
  }

  /// The first row between `lower` and `upper` with a time of at least `time`.
  @inline(__always)
  func first(from time: Int64) -> Int {
    var low = lower
    var high = upper
    while low < high {
      let middle = (low &+ high) &>> 1
      if times[middle] < time { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// The first row between `lower` and `upper` that is later than an instant.
  func place(after time: Int64) -> Int { time == .max ? upper : first(from: time + 1) }

  /// Whether more than two selected rows lie in [start, end].
  func holdsMoreThanTwo(from start: Int64, through end: Int64) -> Bool {
    var row = first(from: start)
    var count = 0
    while row < upper && times[row] <= end {
      if passes(row) {
        count += 1
        if count > 2 { return true }
      }
      row += 1
    }
    return false
  }

  /// Whether a row other than two events lies between the first of them and `end`.
  @inline(__always)
  func contains(
    from left: (row: RowReference, time: Int64), _ right: (row: RowReference, time: Int64),
    through end: Int64, _ columns: borrowing TileColumns, _ person: Int
  ) -> Bool {
    var row = first(from: left.time)
    while row < upper {
      let time = times[row]
      if time > end { return false }
      if passes(row) {
        let reference = reference(row)
        let isOwn =
          time == left.time && columns.isSame(reference, left.row, person)
          || time == right.time && columns.isSame(reference, right.row, person)
        if !isOwn { return true }
      }
      row &+= 1
    }
    return false
  }
}

/// Rows of several postings brought into one order.
struct CollectedRows {
  private(set) var times: [Int64] = []
  private(set) var references: [RowReference] = []

  /// Forgets all rows, keeps the memory.
  mutating func removeAll() {
    times.removeAll(keepingCapacity: true)
    references.removeAll(keepingCapacity: true)
  }

  /// Adds a row; rows come in order of time.
  mutating func append(_ time: Int64, posting: Int, row: Int) {
    times.append(time)
    references.append(RowReference(posting: posting, row: row))
  }
}

extension TileColumns {
  /// Whether two rows of a person at one instant are the same event.
  ///
  /// A row of `Tile.all` is the person's k-th of its name at that instant, and so is the row of its
  /// posting.
  func isSame(_ left: RowReference, _ right: RowReference, _ person: Int) -> Bool {
    if left.posting == right.posting { return left.row == right.row }
    switch RowReference.all {
    case left.posting: return isSame(allRow: left.row, right.posting, right.row, person)
    case right.posting: return isSame(allRow: right.row, left.posting, left.row, person)
    default: return false
    }
  }

  private func isSame(allRow: Int, _ posting: Int, _ row: Int, _ person: Int) -> Bool {
    if Int(allNames[allRow]) != posting { return false }
    let part = part(posting)
    let time = all.times[allRow]
    let first = TimeSearch.firstAfter(part.times, part.rows(person).lowerBound, row, time - 1)
    return ordinal(ofRow: allRow) == row - first
  }

  /// How many rows of its person, instant and name come before a row of `Tile.all`.
  private func ordinal(ofRow row: Int) -> Int {
    var low = 0
    var high = tiedRows.count
    while low < high {
      let middle = (low + high) / 2
      if Int(tiedRows[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low < tiedRows.count && Int(tiedRows[low]) == row ? Int(tiedBefore[low]) : 0
  }
}
