import StarlingColumns
import StarlingModel

/// The timelines of up to `Tile.capacity` neighbouring people, column by column.
///
/// The unit of everything that touches many people: it is sorted, rewritten and handed to a thread
/// as a whole; tiles share nothing, so both cores work without locks; a snapshot is a list of
/// tiles. A tile never changes once it is made; what live evaluation keeps of single people is
/// another type (`GrowingTile`).
///
/// 1. `all` holds every track, page and screen event of its people in time order: `*`.
/// 2. `postings` hold the same events again by name, with their properties. Time is stored twice
///    (8 bytes an event) so that a question about one name reads nothing else.
/// 3. `traits` holds identify calls, with traits as columns.
/// 4. `sessions` are derived from `all`.
package final class Tile: Sendable {
  /// Most people a tile may hold. See docs/decisions/0002.
  package static let capacity = 4_096

  /// Number of people, those without events included.
  package let people: Int
  /// The earliest event of any kind of each person; `.max` for somebody who has none or is hidden,
  /// whatever rows there are. Unit: ms.
  package let firstSeen: [Int64]
  /// Everybody who has an event of any kind: one bit per person.
  private let existing: [UInt64]
  /// The latest of `firstSeen`, of those who have events.
  private let latestFirst: Int64
  /// Every track, page and screen event, in order of time.
  package let all: Posting
  /// Event name of each row of `all`: index into `postings`.
  package let allNames: Codes
  /// Whether each row of `all` is a page or screen call; 64 rows a word.
  package let allPages: [UInt64]
  /// Tells rows of `all` from others of their instant and name.
  package let ordinals: InstantOrdinals
  /// Name codes of `postings`, ascending.
  package let names: [UInt32]
  /// The same events by name; names in the order of `names`.
  package let postings: [Posting]
  /// Identify calls, with traits as columns.
  package let traits: Posting
  /// The sessions that `all` falls into.
  package let sessions: SessionTable
  /// Arrival numbers of the rows of `all`; empty when they are not kept.
  let sequences: [UInt32]
  /// Arrival numbers of the rows of `traits`; empty when they are not kept.
  let traitSequences: [UInt32]

  init(
    people: Int, firstSeen: [Int64], all: Posting, allNames: Codes, allPages: [UInt64],
    names: [UInt32], postings: [Posting], traits: Posting, sessions: SessionTable,
    ordinals: InstantOrdinals? = nil, sequences: [UInt32] = [], traitSequences: [UInt32] = []
  ) {
    self.people = people
    self.firstSeen = firstSeen
    existing = Self.people(firstSeen, at: .max - 1)
    latestFirst = firstSeen.reduce(.min) { $1 == .max ? $0 : max($0, $1) }
    self.all = all
    self.allNames = allNames
    self.allPages = allPages
    self.names = names
    self.postings = postings
    self.traits = traits
    self.sessions = sessions
    self.sequences = sequences
    self.traitSequences = traitSequences
    self.ordinals = ordinals ?? InstantOrdinals(all, allNames, people: people)
  }

  /// The people of whom something is known at an instant: one bit per person.
  package func people(at now: Int64) -> [UInt64] {
    latestFirst <= now ? existing : Self.people(firstSeen, at: now)
  }

  private static func people(_ firstSeen: [Int64], at now: Int64) -> [UInt64] {
    var people = [UInt64](repeating: 0, count: Bits.words(firstSeen.count))
    for (person, first) in firstSeen.enumerated() where first <= now {
      people[person >> 6] |= 1 << UInt64(person & 63)
    }
    return people
  }

  /// The same tile as if some people had never been there: their rows stay, but whoever has not
  /// been seen is asked about by nobody.
  ///
  /// - Complexity: O(people).
  func hiding(_ hidden: (Int) -> Bool) -> Tile {
    Tile(
      people: people, firstSeen: firstSeen.indices.map { hidden($0) ? .max : firstSeen[$0] },
      all: all, allNames: allNames, allPages: allPages, names: names, postings: postings,
      traits: traits, sessions: sessions, ordinals: ordinals, sequences: sequences,
      traitSequences: traitSequences)
  }

  /// Number of rows, those of `all` counted again by name.
  package var rowCount: Int {
    all.count + traits.count + postings.reduce(0) { $0 + $1.count }
  }

  /// The arrival number of a row of `all`; 0 when they are not kept.
  func sequence(ofRow row: Int) -> UInt32 { sequences.isEmpty ? 0 : sequences[row] }

  /// The arrival number of a row of `traits`; 0 when they are not kept.
  func sequence(ofTraits row: Int) -> UInt32 { traitSequences.isEmpty ? 0 : traitSequences[row] }

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
