import StarlingLanguage
import StarlingModel

extension Auditor {
  /// Compares the members of each segment with the rules and with the changes, added up.
  ///
  /// - Parameter isSlow: Whether the reference is asked for this very instant.
  func auditMembers(_ witness: Witness, now: Stamp, isSlow: Bool) async throws {
    let right = isSlow ? truth.evaluatedMembers(at: now) : truth.members(at: now)
    for segment in workspace.segments {
      checks += 1
      let found = try await witness.members(of: segment.name, at: nil)
      if !workspace.hasPercentiles {
        try compare(found, right[segment.name] ?? [], segment, at: now, "at present")
      }
      let announced = ledger.members(of: segment.name)
      if announced != found {
        throw BrokenRule(
          .membersUnannounced,
          "at \(now.iso) the members of \(segment.name) are \(found) and the changes up to "
            + "position \(ledger.changes.count) add up to \(announced)")
      }
    }
    let gone = ledger.inhabited.subtracting(workspace.segments.map(\.name))
    if let segment = gone.min() {
      throw BrokenRule(
        .membersUnannounced,
        "\(segment) is no more, and \(ledger.members(of: segment)) never left")
    }
  }

  /// Compares the members at an instant that has passed.
  func auditPast(_ witness: Witness, at: Stamp) async throws {
    let right = truth.evaluatedMembers(at: at)
    for segment in workspace.segments {
      checks += 1
      let found = try await witness.members(of: segment.name, at: at)
      try compare(found, right[segment.name] ?? [], segment, at: at, "looking back")
    }
  }

  private func compare(
    _ found: [String], _ right: [String], _ segment: Definition, at instant: Stamp,
    _ circumstances: String
  ) throws {
    if found == right { return }
    throw BrokenRule(
      .membersWrong,
      "at \(instant.iso), \(circumstances), the members of \(segment.name) are said to be "
        + "\(found), and are \(right)\n\(segment.name): \(segment.text)")
  }
}
