/// All rows of one event name in a tile, person by person, each person's in the order of time.
///
/// The people who have rows take a slot each, in ascending order: everybody where many have rows
/// (`members` is empty and the slot is the person), else those in `members`. Rows of slot `s` are
/// `starts[s]..<starts[s + 1]`; rows of equal time are in the order of their message ids.
package struct Posting: Sendable {
  /// One property of the posting's events.
  package struct Column: Sendable {
    /// Path code in the vocabulary.
    package var path: UInt32
    /// Value codes in the path's table, one entry per row; 0 = absent.
    package var codes: Codes
  }

  /// The tile's people who have a slot, ascending; empty when all have.
  package internal(set) var members: [UInt16]
  /// Shape: slots + 1 entries.
  package internal(set) var starts: [UInt32]
  /// The time of each slot's last row; `.min` without rows. Shape: slots entries. Most windows end
  /// at now, so this alone rules out most people.
  package internal(set) var lasts: [Int64]
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
  package func rows(_ person: Int) -> Range<Int> {
    var slot = person
    if !members.isEmpty {
      guard let found = members.firstIndex(of: UInt16(truncatingIfNeeded: person)) else {
        return 0..<0
      }
      slot = found
    }
    return Int(starts[slot])..<Int(starts[slot + 1])
  }
}
