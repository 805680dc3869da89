import StarlingLanguage
import StarlingModel

/// Which segments of a plan ask the very same as segments of another one, and what the parts of
/// these are called there: their answers, and what these wait for, go on as they are.
///
/// Two questions are the same when all that they are made of is: rows, windows, constants, the
/// metrics and segments that stand in them, the lists that they name and the settings of the
/// workspace.
package struct PlanTranslation: Sendable {
  /// Stands for a part that the new plan does not have.
  package static let none = UInt32.max

  /// By segment of the new plan: a segment of the old one with the same question, that of the same
  /// name if it is one; `nil` where there is none.
  package let segments: [Int?]
  /// By part of the old plan (`WatchedParts`): the part of the new one; `none` where there is none.
  package let parts: [UInt32]
  /// By percentile of the new plan: that of the old one; `nil` where there is none.
  package let percentiles: [Int?]

  /// Compares two plans.
  ///
  /// - Parameter sameLists: Names of the lists on which are the same people in both.
  package init(from old: Plan, to new: Plan, sameLists: Set<String>) {
    guard old.settings == new.settings else {
      segments = new.segments.map { _ in nil }
      parts = old.nodes.map { _ in Self.none }
      percentiles = new.percentiles.map { _ in nil }
      return
    }
    var match = PlanMatch(old, new, sameLists: sameLists)
    let roots = old.segments.map { match.node($0.root) }
    segments = new.segments.map { segment in
      let equal = roots.indices.filter { roots[$0] == segment.root }
      return equal.first { old.segments[$0].name == segment.name } ?? equal.first
    }
    parts = Self.parts(old, new, match)
    percentiles = new.percentiles.indices.map { index in
      old.percentiles.indices.first { match.percentile($0) == index }
    }
  }

  /// Whether all parts that the new plan has too are called there what they were called before.
  package var keepsParts: Bool {
    parts.indices.allSatisfy { parts[$0] == Self.none || parts[$0] == UInt32($0) }
  }

  /// The numbers of parts: nodes, and those behind them.
  private static func parts(_ old: Plan, _ new: Plan, _ match: PlanMatch) -> [UInt32] {
    var parts = old.nodes.map { _ in none }
    for (node, known) in match.nodes.enumerated() {
      guard case .found(let other) = known else { continue }
      parts[node] = UInt32(other)
      for offset in 0..<old.partsBehind(old.nodes[node]) {
        parts[node + 1 + offset] = UInt32(other + 1 + offset)
      }
    }
    return parts
  }
}
