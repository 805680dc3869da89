import StarlingLanguage
import StarlingModel

/// How the distance of a sum from the constant that it is compared with is counted in the units of
/// `Watch.patience`: of numbers too, only so many can come before the comparison can change.
///
/// Units are a power of two small enough for exact arithmetic and so large that the constant is
/// less than 2^30 of them. An event counts for its number rounded up, a distance is rounded down.
package struct SumBudget: Equatable, Sendable {
  /// What one event that cannot be counted uses up: everything.
  package static let everything = UInt32.max

  /// Key of the path that is summed up.
  package let pathKey: String
  /// Whether the comparison is true above the constant.
  let holdsAbove: Bool
  /// Units in 1.
  private let scale: Double

  /// The budget of a comparison of a sum of events with a positive constant; `nil` for other nodes.
  init?(_ plan: Plan, _ node: Int) {
    guard case .compare(let left, let comparator, let right) = plan.nodes[node],
      case .aggregate(.sum, let view, let path?) = plan.numerics[left],
      case .constant(let constant) = plan.numerics[right],
      plan.tracks[view.track].scope == nil, plan.tracks[view.track].source != .session,
      comparator.isOrdering, constant > 1e-30, constant < 1e30
    else { return nil }
    holdsAbove = comparator == .greater || comparator == .greaterOrEqual
    pathKey = plan.paths[path].key
    scale = Double(sign: .plus, exponent: 29 - Int(constant.exponent), significand: 1)
  }

  /// What an event with a number uses up; the number is NaN when the event has none.
  ///
  /// - Parameter isTrue: The answer that must not change.
  @inline(__always)
  package func cost(of number: Double, isTrue: Bool) -> UInt32 {
    if number != number || number == 0 { return 0 }
    if number < 0 { return Self.everything }
    // Above the constant more only confirms the answer.
    if isTrue == holdsAbove { return 0 }
    let units = (number * scale).rounded(.up)
    return units < 4e9 ? UInt32(units) : Self.everything
  }

  /// The patience of a sum that is so far from changing the comparison.
  func patience(_ distance: Double) -> UInt32 {
    let units = (distance * scale).rounded(.down) - 1
    return units > 1 ? units < 2e9 ? UInt32(units) : 2_000_000_000 : 1
  }
}
