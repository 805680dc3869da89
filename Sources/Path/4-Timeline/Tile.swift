import StarlingModel

/// The timelines of up to `Tile.capacity` neighbouring people, column by column.
///
/// The unit of everything that touches many people: evaluation runs tile by tile so that one tile's
/// columns stay in the second-level cache for all segments; tiles share nothing, so both cores work
/// without locks; a late event rewrites one tile at most; a snapshot will be a list of tiles.
///
/// 1. `all` holds every track, page and screen event of its people in time order: `*`.
/// 2. `postings` hold the same events again by name, with their properties. Time is stored twice
///    (8 bytes an event) so that a question about one name reads nothing else.
/// 3. `traits` holds identify calls, with traits as columns.
/// 4. `sessions` are derived from `all`.
package struct Tile: Sendable {
  /// Most people a tile may hold. See docs/decisions/0002.
  package static let capacity = 1_024

  /// Number of people, those without events included.
  package let people: Int
  /// The earliest event of any kind of each person; `.max` for somebody who has none. Unit: ms.
  package internal(set) var firstSeen: [Int64]
  package internal(set) var all: Posting
  /// Event name of each row of `all`: index into `postings`.
  package internal(set) var allNames: Codes
  /// Whether each row of `all` is a page or screen call; 64 rows a word.
  package internal(set) var allPages: [UInt64]
  /// Name codes of `postings`, ascending.
  package internal(set) var names: [UInt32]
  package internal(set) var postings: [Posting]
  package internal(set) var traits: Posting
  package internal(set) var sessions: SessionTable

  /// The index in `postings` of an event name, when somebody in the tile has it.
  package func posting(named name: UInt32) -> Int? {
    var low = 0
    var high = names.count
    while low < high {
      let middle = (low + high) / 2
      if names[middle] < name { low = middle + 1 } else { high = middle }
    }
    return low < names.count && names[low] == name ? low : nil
  }

  /// Whether a row of `all` is a page or screen call.
  package func isPage(_ row: Int) -> Bool { allPages[row >> 6] >> UInt64(row & 63) & 1 == 1 }
}
