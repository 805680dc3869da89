/// A row of a chain's step that some assignment of the steps up to it ends with.
struct ReachedRow: BitwiseCopyable {
  var row: RowReference
  /// Unit: ms since 1970 UTC.
  var time: Int64
  /// The instant at which the last such assignment leaves a window; `.max` = never.
  var until: Int64
}

/// Reached rows in order of time, which mostly come at one end and are taken away at both.
struct ReachedQueue {
  /// How many rows taken away at the front are kept in memory at least.
  private static let slack = 64

  private var rows: [ReachedRow] = []
  /// Where the first row is; those before it have been taken away.
  private var head = 0

  /// The earliest row.
  var first: ReachedRow? { head < rows.count ? rows[head] : nil }
  /// The latest row.
  var last: ReachedRow? { head < rows.count ? rows[rows.count &- 1] : nil }

  /// The row at a place, counted from the earliest; `nil` outside.
  subscript(place: Int) -> ReachedRow? {
    place >= 0 && place < rows.count - head ? rows[head + place] : nil
  }

  /// Adds a row that is not earlier than any.
  mutating func append(_ row: ReachedRow) { rows.append(row) }

  /// How many rows are not later than an instant.
  func place(after time: Int64) -> Int {
    var place = rows.count
    while place > head && rows[place - 1].time > time { place -= 1 }
    return place - head
  }

  /// Puts a row in the place of others; the order of time stays.
  mutating func replace(_ places: Range<Int>, with row: ReachedRow) {
    let range = places.lowerBound + head..<places.upperBound + head
    if range.lowerBound == rows.count {
      rows.append(row)
    } else {
      rows.replaceSubrange(range, with: CollectionOfOne(row))
    }
  }

  /// Takes away the latest row, if there is one.
  mutating func removeLast() {
    if head < rows.count { rows.removeLast() }
  }

  /// Takes away the earliest row, if there is one.
  mutating func removeFirst() {
    if head == rows.count { return }
    head &+= 1
    if head == rows.count {
      removeAll()
    } else if head > Self.slack && head > rows.count / 2 {
      rows.removeFirst(head)
      head = 0
    }
  }

  /// Takes away all rows, keeps the memory.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    head = 0
  }
}
