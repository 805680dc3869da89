import Testing

@testable import starling_sim

/// Whether the auditor notices what it is there for.
@Suite struct SabotageTests {
  @Test func `finds nothing in a system without defects, and the same each time`() throws {
    let first = try SimulatorRun("--seed", "1", "--steps", "30", "--verbose")
    #expect(first.status == 0, "\(first.text.suffix(2_000))")
    #expect(first.text.contains("crash: ") && first.text.contains("seed 1: events "))
    #expect(try SimulatorRun("--seed", "1", "--steps", "30", "--verbose").text == first.text)
  }

  @Test(arguments: Sabotage.allCases) func `notices a defect within a few seeds`(
    _ sabotage: Sabotage
  ) throws {
    let run = try SimulatorRun(
      "--seed", "1", "--seeds", "8", "--steps", "30", "--sabotage", sabotage.rawValue)
    #expect(run.status == 1)
    let rules = sabotage.mayBreak.map(\.rawValue)
    #expect(rules.contains { run.text.contains("broken rule: \($0)\n") }, "\(run.text)")
    #expect(run.text.contains("again: "))
  }
}

extension Sabotage {
  /// The rules that a defect may break first.
  fileprivate var mayBreak: [BrokenRule.Rule] {
    switch self {
    case .lostEvent: [.eventLost, .membersWrong]
    case .lyingDisk: [.eventLost, .logRewritten, .membersWrong, .noOpening, .deliveryLost]
    case .doubledChange: [.changeWithoutEffect]
    case .wrongMember: [.membersWrong]
    case .lostDelivery: [.deliveryLost]
    case .lateExit: [.membersWrong, .changesInexact, .answerMissing]
    }
  }
}
