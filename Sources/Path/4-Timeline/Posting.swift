import StarlingColumns

/// All rows of one event name in a tile, person by person, each person's in the order of time.
///
/// The people who have rows take a slot each, in ascending order: everybody where many have rows
/// (`members` is empty and the slot is the person), else those in `members`. Rows of slot `s` are
/// `starts[s]..<starts[s + 1]`; rows of equal time are in the order of their message ids.
package struct Posting: Sendable {
  /// One property of the posting's events.
  package struct Column: Sendable {
    /// Path code in the vocabulary.
    package let path: UInt32
    /// Value codes in the path's table, one entry per row; 0 = absent.
    package let codes: Codes
    /// A view of `codes`, good while the column is held.
    package let view: CodesView

    init(path: UInt32, codes: Codes) {
      self.path = path
      self.codes = codes
      view = CodesView(codes)
    }
  }

  /// Views of a posting's arrays, good while the posting is held.
  package struct Rows: Sendable {
    /// See `Posting.members`.
    package let members: ArrayView<UInt16>
    /// See `Posting.presence`.
    package let presence: ArrayView<Presence>
    /// See `Posting.starts`.
    package let starts: ArrayView<UInt32>
    /// See `Posting.lasts`.
    package let lasts: ArrayView<Int64>
    /// See `Posting.times`.
    package let times: ArrayView<Int64>
    /// The time of the latest row; `.min` without rows.
    package let latest: Int64
  }

  /// Which of 64 neighbours have a slot.
  package struct Presence: BitwiseCopyable, Sendable {
    /// One bit per person.
    package var bits: UInt64
    /// Number of slots of the people before these.
    package var before: UInt64
  }

  /// From so many members on `presence` finds a slot sooner than a search in `members`.
  private static let presenceFrom = 48

  /// The tile's people who have a slot, ascending; empty when all have.
  package let members: [UInt16]
  /// Finds the slots of many members in one step; empty when few or all people have one. Shape: one
  /// entry per 64 people.
  package let presence: [Presence]
  /// Shape: slots + 1 entries.
  package let starts: [UInt32]
  /// The time of each slot's last row; `.min` without rows. Shape: slots entries. Most windows end
  /// at now, so this alone rules out most people.
  package let lasts: [Int64]
  /// Shape: one entry per row. Unit: ms since 1970 UTC.
  package let times: [Int64]
  /// Only the properties that some row has, ascending by path.
  package let columns: [Column]
  /// Views of the arrays above.
  package let view: Rows

  init(members: [UInt16], starts: [UInt32], times: [Int64], columns: [Column]) {
    self.members = members
    self.starts = starts
    self.times = times
    self.columns = columns
    presence = members.count < Self.presenceFrom ? [] : Self.presence(members)
    lasts = (0..<starts.count - 1).map { slot in
      starts[slot] < starts[slot + 1] ? times[Int(starts[slot + 1]) - 1] : .min
    }
    view = Rows(
      members: ArrayView(members), presence: ArrayView(presence), starts: ArrayView(starts),
      lasts: ArrayView(lasts), times: ArrayView(times), latest: lasts.max() ?? .min)
  }

  private static func presence(_ members: [UInt16]) -> [Presence] {
    var presence = [Presence](
      repeating: Presence(bits: 0, before: 0), count: Bits.words(Int(members.last ?? 0) + 1))
    for person in members { presence[Int(person) >> 6].bits |= 1 << UInt64(person & 63) }
    for word in presence.indices.dropFirst() {
      let previous = presence[word - 1]
      presence[word].before = previous.before + UInt64(previous.bits.nonzeroBitCount)
    }
    return presence
  }

  /// Number of events.
  package var count: Int { times.count }

  /// The column of a property, when some row has it.
  package func column(_ path: UInt32) -> Codes? {
    let index = columns.partitioningIndex { $0.path >= path }
    return index < columns.count && columns[index].path == path ? columns[index].codes : nil
  }

  /// The rows of a person of the tile.
  package func rows(_ person: Int) -> Range<Int> {
    guard let slot = slot(person) else { return 0..<0 }
    return Int(view.starts[slot])..<Int(view.starts[slot + 1])
  }

  private func slot(_ person: Int) -> Int? {
    if members.isEmpty { return person }
    if presence.isEmpty {
      let slot = members.partitioningIndex { Int($0) >= person }
      return slot < members.count && Int(members[slot]) == person ? slot : nil
    }
    let word = person >> 6
    if word >= view.presence.count { return nil }
    let bit: UInt64 = 1 << UInt64(person & 63)
    let entry = view.presence[word]
    if entry.bits & bit == 0 { return nil }
    return Int(entry.before) + (entry.bits & (bit - 1)).nonzeroBitCount
  }
}
