import StarlingModel

/// What somebody knows who has only heard of the changes, and so knows people by name.
struct ChangeLedger {
  /// All changes, by position from 1.
  private(set) var changes: [MembershipChange] = []
  /// The members of each segment.
  private var members: [String: Set<String>] = [:]

  /// The names in a segment, sorted by their bytes.
  func members(of segment: String) -> [String] {
    (members[segment] ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Segments that somebody is in.
  var inhabited: Set<String> { Set(members.filter { !$0.value.isEmpty }.keys) }

  /// Takes the next change.
  mutating func append(_ change: MembershipChange, now: Stamp) throws(BrokenRule) {
    if change.position != Int64(changes.count) + 1 {
      throw BrokenRule(
        .logGap, "behind position \(changes.count) came \(change.line)")
    }
    if change.at > now || change.recordedAt > now {
      throw BrokenRule(.logAhead, "at \(now.iso) came \(change.line)")
    }
    let isNews =
      change.isEntry
      ? members[change.segment, default: []].insert(change.person).inserted
      : members[change.segment, default: []].remove(change.person) != nil
    changes.append(change)
    if !isNews {
      throw BrokenRule(.changeWithoutEffect, change.line)
    }
  }

  /// Compares with the beginning of a log.
  func compare(_ others: [MembershipChange]) throws(BrokenRule) {
    for (known, other) in zip(changes, others) where known != other {
      throw BrokenRule(.logRewritten, "known:  \(known.line)\nis now: \(other.line)")
    }
    if others.count < changes.count {
      throw BrokenRule(
        .logRewritten,
        "position \(changes.count) was announced, and the log ends at \(others.count)")
    }
  }
}

extension MembershipChange {
  /// `17 enter s1 u0 at … recorded … event`.
  var line: String {
    "\(position) \(isEntry ? "enter" : "exit") \(segment) \(person) at \(at.iso) "
      + "recorded \(recordedAt.iso) \(cause.word)"
  }
}
