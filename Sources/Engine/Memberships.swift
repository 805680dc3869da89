import StarlingColumns
import StarlingModel
import StarlingTimeline

/// Who is in each segment at an instant.
package struct Memberships: Sendable {
  /// The instant that was asked about.
  package var at: Stamp
  /// Segment names in the order of the workspace.
  package var names: [String]
  /// Shape: one set per name.
  package var sets: [MemberSet]

  /// The members of a segment.
  package subscript(name: String) -> MemberSet? {
    names.firstIndex(of: name).map { sets[$0] }
  }
}

/// A set of people as bits by their number.
package struct MemberSet: Sendable, Equatable {
  /// Shape: one bit per place of the timeline, up to the last member's word at least.
  package internal(set) var words: [UInt64]

  /// Adds people given as bits from a first person on, who stands for their first bit: a multiple
  /// of 64 when they are more than one person.
  mutating func insert(_ bits: [UInt64], first: Int) {
    for (offset, word) in bits.enumerated() {
      words[first >> 6 + offset] |= word << UInt64(first & 63)
    }
  }

  /// Adds people given as bits from a first person on, a multiple of 64; makes room for them.
  mutating func install(_ bits: [UInt64], first: Int) {
    let missing = first >> 6 + bits.count - words.count
    if missing > 0 { words.append(contentsOf: repeatElement(0, count: missing)) }
    insert(bits, first: first)
  }

  /// Adds a person or takes one away; makes room for it.
  mutating func set(_ person: Int, _ isMember: Bool) {
    while words.count <= person >> 6 { words.append(0) }
    let bit: UInt64 = 1 << UInt64(person & 63)
    if isMember { words[person >> 6] |= bit } else { words[person >> 6] &= ~bit }
  }

  /// Number of members.
  package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether a person is in the set.
  package func contains(_ person: Int) -> Bool {
    person >> 6 < words.count && Bits.contains(words.span, person)
  }

  /// Number of people in both sets.
  package func overlap(_ other: MemberSet) -> Int {
    var count = 0
    // Live sets grow with their members, each by itself.
    for index in 0..<min(words.count, other.words.count) {
      count += (words[index] & other.words[index]).nonzeroBitCount
    }
    return count
  }

  /// The members' numbers, ascending.
  package var people: [Int] {
    var people: [Int] = []
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        people.append(index << 6 | rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return people
  }
}

extension Timeline {
  /// The names of a set's members, ascending by their UTF-8 bytes.
  package func names(of set: MemberSet) -> [String] {
    set.people.map { name(ofPerson: $0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
