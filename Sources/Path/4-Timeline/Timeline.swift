import StarlingColumns
import StarlingIdentify
import StarlingModel

/// What happened, in order: the events of all people, in tiles.
///
/// People are dense numbers: identifiers are counted in the order of their first
/// appearance; person `p` lives in tile `p / Tile.capacity`, row `p % Tile.capacity`. An identifier
/// that was joined with an older one leaves an empty place there. Events that come after a tile was
/// sealed wait in its tail (`TileTail`) until `seal` brings them in.
package struct Timeline: Sendable {
  /// The names, paths and values that the tiles are written in.
  package internal(set) var vocabulary: Vocabulary
  /// All people, `Tile.capacity` a tile, without what came after they were sealed.
  package internal(set) var tiles: [Tile]
  /// Every identifier seen, by code; the code of a person's oldest identifier is its index.
  package internal(set) var identifiers: ByteTable
  /// For each identifier the one whose string names the person (meaningful at person indices).
  package internal(set) var nameOfPerson: [UInt32]
  /// For each identifier the person it belongs to.
  package internal(set) var personOfIdentifier: [UInt32]
  /// What joined them.
  var resolver: PersonResolver
  /// Longest pause inside a session. Unit: ms.
  let sessionGapMs: Int64
  /// Whether tiles keep the arrival numbers of their rows.
  let keepsSequences: Bool
  /// By tile: what happened since it was sealed; those behind the end have nothing.
  var tails: [TileTail] = []
  /// Number of events of any kind.
  package internal(set) var eventCount: Int
  /// The latest event's time; `nil` without events.
  package internal(set) var latest: Stamp?
  /// The earliest event's time; `nil` without events.
  package internal(set) var earliest: Stamp?

  /// Number of places for people, empty ones included.
  package var places: Int { nameOfPerson.count }

  /// The identifier that names a person.
  package func name(ofPerson person: Int) -> String { identifiers.string(nameOfPerson[person]) }

  /// Each person's place among all names, ascending by their UTF-8 bytes.
  ///
  /// - Complexity: O(people × log people); most pairs differ in the first eight bytes.
  package var nameRanks: [UInt32] {
    let table = identifiers
    let names = nameOfPerson
    var order = names.indices.map { person in
      (prefix: table.withBytes(names[person]) { Self.prefix($0) }, person: UInt32(person))
    }
    order.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return table.withBytes(names[Int(left.person)]) { leftBytes in
        table.withBytes(names[Int(right.person)]) { Self.precedes(leftBytes, $0) }
      }
    }
    var ranks = [UInt32](repeating: 0, count: names.count)
    for (rank, entry) in order.enumerated() { ranks[Int(entry.person)] = UInt32(rank) }
    return ranks
  }

  /// The first eight bytes as a number that orders as they do; absent ones are 0.
  private static func prefix(_ bytes: Span<UInt8>) -> UInt64 {
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
    return prefix
  }

  private static func precedes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    let shared = min(left.count, right.count)
    var index = 0
    while index < shared {
      if left[index] != right[index] { return left[index] < right[index] }
      index &+= 1
    }
    return left.count < right.count
  }

  /// The person with this identifier.
  package func person(named identifier: String) -> Int? {
    identifiers.code(of: identifier).map { Int(personOfIdentifier[Int($0)]) }
  }

  /// Gives the vocabulary away for another one, to be given back before anything else is asked or
  /// appended: whoever adds to it must be the only one to have it.
  package mutating func exchangeVocabulary(_ other: inout Vocabulary) { swap(&vocabulary, &other) }

  /// Number of people with at least one event.
  package var peopleCount: Int {
    parts.reduce(0) { $0 + $1.tile.firstSeen.count { $0 != .max } }
  }
}
