import Foundation
import StarlingEngine
import StarlingModel
import StarlingReference
import StarlingTestSupport
import Testing

/// The engine against the slow twin, on random histories and definitions, at every instant at which
/// the slow twin says that an answer may change, and one millisecond before and after.
///
/// `STARLING_TWIN_ROUNDS` sets how many seeds are tried, `STARLING_TWIN_SEED` where they start.
@Suite struct TwinTests {
  static let rounds =
    Int(ProcessInfo.processInfo.environment["STARLING_TWIN_ROUNDS"] ?? "") ?? 1_000
  static let first =
    UInt64(ProcessInfo.processInfo.environment["STARLING_TWIN_SEED"] ?? "") ?? 20_261_121

  @Test func `agrees with the slow twin at every instant`() throws {
    try compare { TestCase(seed: $0) }
  }

  @Test func `agrees with the slow twin on chains of events that share instants`() throws {
    try compare { TestCase(chainSeed: $0) }
  }

  @Test func `agrees with the slow twin about people with many events`() throws {
    try compare(rounds: Self.rounds / 20) { TestCase(crowdedSeed: $0) }
  }

  private func compare(
    rounds: Int = Self.rounds, _ testCase: (UInt64) -> TestCase
  ) throws {
    for round in 0..<rounds {
      let seed = Self.first + UInt64(round)
      let test = testCase(seed)
      if try !agrees(test, seed) {
        // A step that makes the case invalid is no smaller failure.
        let smallest = shrink(test) { (try? agrees($0, seed)) == false }
        Issue.record(
          "seed \(seed): \(smallest.conformanceLine())\n\(try difference(smallest, seed))")
        return
      }
    }
  }

  private func agrees(_ test: TestCase, _ seed: UInt64) throws -> Bool {
    try difference(test, seed) == nil
  }

  private func difference(_ test: TestCase, _ seed: UInt64) throws -> String? {
    // Half of the worlds are read as if they had many event names.
    let world = try World(
      test.workspace, test.events, lists: test.lists, namesMax: seed.isMultiple(of: 2) ? 24 : 0)
    let reference = ReferenceEvaluator(test)
    var random = SeededGenerator(seed: seed)
    for instant in TwinInstants(test).sample(40, using: &random) {
      let fast = try world.members(at: instant)
      let slow = reference.members(at: instant)
      if fast != slow { return "at \(instant.iso): \(fast) instead of \(slow)" }
    }
    let fast = try world.changes(until: test.until)
    let slow = reference.changes(until: test.until)
    return fast == slow ? nil : "changes: \(fast) instead of \(slow)"
  }
}
