import StarlingEngine
import StarlingLanguage
import StarlingModel
import StarlingReference
import StarlingSegment
import StarlingTestSupport

extension Auditor {
  /// Compares what is told of each person.
  func auditPeople(_ witness: Witness, now: Stamp) async throws {
    let right = truth.members(at: now)
    for identifier in Set(presentEvents.flatMap(\.identifiers)).sorted() {
      checks += 1
      guard let answer = try await witness.segments(ofPerson: identifier) else {
        if right.values.contains(where: { $0.contains(identifier) }) {
          throw BrokenRule(.membersWrong, "at \(now.iso) nobody has the name \(identifier)")
        }
        continue
      }
      let expected = workspace.segments.map(\.name).filter {
        right[$0]?.contains(answer.person) == true
      }
      if answer.segments.map(\.name) != expected {
        throw BrokenRule(
          .membersWrong,
          "at \(now.iso) \(identifier), called \(answer.person), is said to be in "
            + "\(answer.segments.map(\.name)), and is in \(expected)")
      }
      for entry in answer.segments { try audit(entry, of: answer.person, now: now) }
    }
  }

  /// Compares since when somebody is in a segment, and how long that is to last.
  private func audit(_ entry: PersonSegment, of person: String, now: Stamp) throws {
    let announced = ledger.changes.last { $0.segment == entry.name && $0.person == person }
    if let since = entry.since, let announced, announced.at != since {
      throw BrokenRule(
        .sinceWrong,
        "at \(now.iso) \(person) is said to be in \(entry.name) since \(since.iso); "
          + "announced was \(announced.line)")
    }
    // What lies ahead of the clock is not among what can be told.
    if presentEvents.contains(where: { $0.stamp > now }) { return }
    let (instant, isEnd): (Stamp, Bool) =
      switch entry.nextFlip {
      case .at(let instant): (instant, true)
      case .beyond(let instant): (instant, false)
      case .never: (now.advanced(byMs: 30 * Milliseconds.day), false)
      }
    if instant.milliseconds - now.milliseconds > 60 * Milliseconds.day { return }
    let flips = truth.changes(after: now, through: instant).filter {
      $0.segment == entry.name && $0.person == person
    }
    if flips.map(\.at) != (isEnd ? [instant] : []) {
      throw BrokenRule(
        .flipWrong,
        "at \(now.iso) \(person) is said to leave \(entry.name): \(entry.nextFlip); the rules say "
          + "\(flips.map(\.at.iso).sorted())")
    }
  }

  /// Compares the quarantine with the items that cannot have been taken.
  func auditQuarantine(_ witness: Witness) async throws {
    checks += 1
    let found = try await witness.quarantinedCount()
    let least = kept.filter { batches[$0].hasJunk }.count
    if found < least {
      throw BrokenRule(.itemLost, "\(found) items are in the quarantine; \(least) were refused")
    }
  }
}
