import StarlingColumns

/// The rows of one event name of one person, in arrays with room to grow.
///
/// A `Posting` made from it shares the arrays, so making one copies no rows; it is let go before
/// the next row comes, so that the arrays then grow in place.
struct OpenPosting: Sendable {
  private(set) var times: [Int64] = []
  /// Ascending by path; codes are as wide as they can get.
  private var columns: [(path: UInt32, codes: [UInt32])] = []
  private var made: Posting?

  /// The rows as a posting of a tile of one person.
  var posting: Posting {
    made
      ?? Posting(
        members: [], starts: [0, UInt32(times.count)], times: times,
        columns: columns.map { Posting.Column(path: $0.path, codes: .words($0.codes)) })
  }

  /// Keeps the posting until the next row comes.
  mutating func keepPosting() {
    if made == nil { made = posting }
  }

  /// Puts a row at its place.
  ///
  /// - Complexity: O(rows behind it × columns), amortised.
  mutating func insert(_ event: CodedEvent, at row: Int) {
    made = nil
    times.insert(event.time, at: row)
    for index in columns.indices { columns[index].codes.insert(0, at: row) }
    for (path, code) in event.properties {
      let column = columns.partitioningIndex { $0.path >= path }
      if column == columns.count || columns[column].path != path {
        columns.insert((path, [UInt32](repeating: 0, count: times.count)), at: column)
      }
      columns[column].codes[row] = code
    }
  }
}
