/// Somebody who hears of changes and of nothing else, and so knows people by name.
struct ChangeFollower {
  private var members: [String: Set<String>] = [:]
  /// Changes that told nothing new.
  private(set) var surprises: [String] = []

  /// Hears of a change.
  mutating func note(_ segment: String, _ person: String, isEntry: Bool) {
    let isNews =
      isEntry
      ? members[segment, default: []].insert(person).inserted
      : members[segment, default: []].remove(person) != nil
    if !isNews { surprises.append("\(person) \(isEntry ? "entered" : "left") \(segment) again") }
  }

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
