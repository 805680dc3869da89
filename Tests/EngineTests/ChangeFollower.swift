/// Somebody who hears of changes and of nothing else, and so knows people by name.
struct ChangeFollower {
  private var members: [String: Set<String>] = [:]
  /// By segment and name: when the last entry was.
  private var entries: [String: [String: Int64]] = [:]
  /// Changes that told nothing new.
  private(set) var surprises: [String] = []

  /// Hears of a change.
  mutating func note(_ segment: String, _ person: String, isEntry: Bool, at instant: Int64 = 0) {
    if isEntry { entries[segment, default: [:]][person] = instant }
    let isNews =
      isEntry
      ? members[segment, default: []].insert(person).inserted
      : members[segment, default: []].remove(person) != nil
    if !isNews { surprises.append("\(person) \(isEntry ? "entered" : "left") \(segment) again") }
  }

  /// When somebody last entered a segment. Unit: ms since 1970 UTC.
  func since(_ segment: String, _ person: String) -> Int64? { entries[segment]?[person] }

  /// Where the members of each segment are others than those heard of.
  func differences(to actual: [String: [String]]) -> [String] {
    var differences: [String] = []
    for segment in Set(actual.keys).union(members.keys).sorted() {
      let heard = members[segment] ?? []
      let known = Set(actual[segment] ?? [])
      differences += known.subtracting(heard).sorted().map { "\($0) is in \(segment) unheard" }
      differences += heard.subtracting(known).sorted().map { "\($0) is not in \(segment)" }
    }
    return differences
  }
}
