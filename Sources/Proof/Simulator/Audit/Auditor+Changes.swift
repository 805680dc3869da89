import StarlingModel
import StarlingReference

extension Auditor {
  /// Reads what is new in the log; after a start compares all of it.
  ///
  /// - Returns: The changes that are new.
  func auditLog(_ witness: Witness, now: Stamp) async throws -> [MembershipChange] {
    let count = ledger.changes.count
    var news: [MembershipChange]
    if mustReread {
      let all = try await witness.changes(after: 0)
      checks += 1
      try ledger.compare(all)
      news = Array(all.dropFirst(count))
      mustReread = false
    } else {
      news = try await witness.changes(after: Int64(count))
    }
    for change in news { try ledger.append(change, now: now) }
    return news
  }

  /// Where only time has passed since the last audit, the new changes must be exactly those of the
  /// rules, at exactly their instants.
  func auditInstants(_ news: [MembershipChange], now: Stamp) throws {
    guard let before = lastInstant, before < now, !workspace.hasPercentiles else { return }
    checks += 1
    let expected = truth.changes(after: before, through: now)
    let found = Set(
      news.map {
        ReferenceChange(
          at: $0.at, segment: $0.segment, person: $0.person, change: $0.isEntry ? .enter : .exit)
      })
    if found != expected || found.count != news.count {
      let missing = expected.subtracting(found).map(\.line).sorted()
      throw BrokenRule(
        .changesInexact,
        "from \(before.iso) to \(now.iso)\n"
          + (news.map { "told:    \($0.line)" } + missing.map { "missing: \($0)" })
          .joined(separator: "\n"))
    }
  }
}

extension ReferenceChange {
  fileprivate var line: String { "\(change.rawValue) \(segment) \(person) at \(at.iso)" }
}
