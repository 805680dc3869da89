import Foundation
import StarlingTestSupport
import Testing

@testable import StarlingReference

@Suite struct ExactSumTests {
  private let tiny = Double.leastNonzeroMagnitude

  @Test func `keeps what rounding at each step loses`() {
    #expect(ExactSum.of([1e16, 1, -1e16]) == 1)
    #expect(ExactSum.of(Array(repeating: 0.1, count: 10)) == 1)
    #expect(ExactSum.of([1e308, 1e308, -1e308, -1e308, tiny]) == tiny)
    #expect(ExactSum.of([]) == 0)
    #expect(ExactSum.of([-0.5, -0.25]) == -0.75)
  }

  @Test func `rounds once, ties to even`() {
    let one = 1.0
    let half = one.ulp / 2
    #expect(ExactSum.of([one, half]) == 1)
    #expect(ExactSum.of([one, half, tiny]) == one.nextUp)
    #expect(ExactSum.of([one.nextUp, half]) == one.nextUp.nextUp)
    #expect(ExactSum.of([-one, -half, -tiny]) == -one.nextUp)
  }

  @Test func `keeps the ends of the range`() {
    let largest = Double.greatestFiniteMagnitude
    #expect(ExactSum.of([largest]) == largest)
    #expect(ExactSum.of([largest, largest]) == .infinity)
    #expect(ExactSum.of([largest, largest.ulp / 2]) == .infinity)
    #expect(ExactSum.of([tiny, tiny]) == 2 * tiny)
    #expect(
      ExactSum.of([Double.leastNormalMagnitude, -tiny]) == Double.leastNormalMagnitude.nextDown)
    #expect(ExactSum.of([.infinity, 1]) == .infinity)
    #expect(ExactSum.of([.infinity, -.infinity]).isNaN)
  }

  @Test(arguments: 0..<20) func `does not depend on the order`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let numbers = (0..<50).map { _ in
      Double(random.number(-1_000_000...1_000_000)) * pow(2, Double(random.number(-80...80)))
    }
    let sum = ExactSum.of(numbers)
    for _ in 0..<5 { #expect(ExactSum.of(numbers.shuffled(using: &random)) == sum) }
  }

  @Test(arguments: 0..<20) func `agrees with whole numbers`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let numbers = (0..<100).map { _ in Int64(random.number(-(1 << 50)...(1 << 50))) }
    #expect(ExactSum.of(numbers.map(Double.init)) == Double(numbers.reduce(0, +)))
  }
}
