import Testing

@testable import starling_sim

/// The simulator, and whether its auditor notices what it is there for.
@Suite(.serialized) struct SabotageTests {
  private func run(_ seed: UInt64, _ sabotage: Sabotage?) async throws -> Tally {
    var options = SimulationOptions(seed: seed)
    options.steps = 30
    options.sabotage = sabotage
    return try await Simulation(options).run()
  }

  @Test func `finds nothing in a system without defects, and the same each time`() async throws {
    let first = try await run(1, nil)
    #expect(first.events > 0 && first.crashes > 0 && first.checks > 100, "\(first.line)")
    #expect(try await run(1, nil) == first)
  }

  @Test(arguments: Sabotage.allCases) func `notices a defect within a few seeds`(
    _ sabotage: Sabotage
  ) async {
    var found: [BrokenRule] = []
    for seed in 1...8 where found.isEmpty {
      do { _ = try await run(UInt64(seed), sabotage) } catch let rule as BrokenRule {
        found.append(rule)
      } catch {
        Issue.record("seed \(seed): \(error)")
      }
    }
    #expect(found.first.map { sabotage.mayBreak.contains($0.rule) } == true, "\(found)")
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
