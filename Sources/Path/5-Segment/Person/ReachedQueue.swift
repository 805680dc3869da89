/// A row of a chain's step that some assignment of the steps up to it ends with.
struct ReachedRow: BitwiseCopyable {
  /// Unit: ms since 1970 UTC.
  var time: Int64
  /// The instant at which the last such assignment leaves a window; `.max` = never.
  var until: Int64
}

/// Reached rows in order of time, which come at one end and are taken away at both.
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

  /// Adds a row that is not earlier than any.
  mutating func append(_ row: ReachedRow) { rows.append(row) }

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
