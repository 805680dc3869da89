import StarlingSegment

/// When memberships of people flip, found once and asked for again and again: an application asks
/// about somebody at each page, and only an event or a deadline of that person changes the answer.
struct FlipMemory {
  private struct Entry {
    /// See `PersonStates.Head.evaluated`.
    var evaluated: Int64
    /// Segments of the plan, and the flip of each.
    var segments: [Int]
    var flips: [MembershipExplanation.NextFlip]
  }

  /// Most flips that are kept: about 40 bytes each.
  private static let flipsMax = 4_000_000

  private var entries: [Int: Entry] = [:]
  private var count = 0

  /// The flips of some segments of a person whose answers are those of an instant.
  func flips(
    of person: Int, _ segments: [Int], evaluated: Int64
  ) -> [MembershipExplanation.NextFlip]? {
    guard let entry = entries[person], entry.evaluated == evaluated, entry.segments == segments
    else { return nil }
    return entry.flips
  }

  /// Keeps the flips of a person; forgets everybody else when there are too many.
  mutating func note(
    _ person: Int, _ segments: [Int], evaluated: Int64, _ flips: [MembershipExplanation.NextFlip]
  ) {
    if count + flips.count > Self.flipsMax { removeAll() }
    remove(person)
    entries[person] = Entry(evaluated: evaluated, segments: segments, flips: flips)
    count += flips.count + 4
  }

  /// Forgets a person, who got an event.
  mutating func remove(_ person: Int) {
    if entries.isEmpty { return }
    if let entry = entries.removeValue(forKey: person) { count -= entry.flips.count + 4 }
  }

  /// Forgets everybody.
  mutating func removeAll() { self = FlipMemory() }
}
