/// All rows of one event name in a tile, person by person, each person's in the order of time.
///
/// Rows of the tile's person `p` are `starts[p]..<starts[p + 1]`. Rows of equal time are in the
/// order of their message ids.
package struct Posting: Sendable {
  /// One property of the posting's events.
  package struct Column: Sendable {
    /// Path code in the vocabulary.
    package var path: UInt32
    /// Value codes in the path's table, one entry per row; 0 = absent.
    package var codes: Codes
  }

  /// Shape: people + 1 entries.
  package internal(set) var starts: [UInt32]
  /// Shape: one entry per row. Unit: ms since 1970 UTC.
  package internal(set) var times: [Int64]
  /// Only the properties that some row has, ascending by path.
  package internal(set) var columns: [Column]

  /// Number of events.
  package var count: Int { times.count }

  /// The column of a property, when some row has it.
  package func column(_ path: UInt32) -> Codes? {
    for column in columns where column.path == path { return column.codes }
    return nil
  }

  /// The rows of a person of the tile.
  package func rows(_ person: Int) -> Range<Int> { Int(starts[person])..<Int(starts[person + 1]) }
}
