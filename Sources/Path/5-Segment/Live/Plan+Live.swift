import StarlingLanguage
import StarlingModel

extension Plan {
  /// Names of the lists that segments refer to; lists are meant by their index here.
  package var listNames: [String] { lists }

  /// The segments that compare with a percentile, by index.
  package var percentileSegments: [Int] {
    segments.indices.filter { reachesPercentile(segments[$0].root) }
  }

  /// A node that compares with each percentile.
  package var percentileNodes: [Int] {
    percentiles.indices.compactMap { percentile in
      nodes.firstIndex { node in
        if case .percentile(_, _, percentile) = node { true } else { false }
      }
    }
  }

  /// How often thresholds of percentiles are computed. Unit: ms.
  package var thresholdsEveryMs: Int64 { settings.percentileEveryMs }

  /// When thresholds of percentiles are computed next: the first multiple of the schedule, counted
  /// from 1970, after an instant. Unit: ms since 1970 UTC.
  package func nextThresholds(after now: Int64) -> Int64 {
    let every = settings.percentileEveryMs
    let passed = now / every - (now % every < 0 ? 1 : 0)
    return (passed + 1) * every
  }

  /// Whether the answer of a node depends on thresholds of percentiles.
  func reachesPercentile(_ node: Int) -> Bool {
    switch nodes[node] {
    case .percentile: true
    case .and(let range), .or(let range):
      operands[range.start..<range.end].contains { reachesPercentile($0) }
    case .not(let operand): reachesPercentile(operand)
    case .any(let index): reachesPercentile(quantified[index].root)
    default: false
    }
  }

  /// How many rows a value must have, at least, for the condition of an `any` to be true of it; 0
  /// where that is not known.
  func rowsNeeded(_ node: Int) -> Int {
    switch nodes[node] {
    case .count(let view, let comparator, let constant):
      guard tracks[view.track].scope != nil, let (least, holds) = comparator.leastCount(constant)
      else { return 0 }
      return holds ? least : 0
    case .and(let range):
      return operands[range.start..<range.end].map { rowsNeeded($0) }.max() ?? 0
    case .or(let range):
      return operands[range.start..<range.end].map { rowsNeeded($0) }.min() ?? 0
    default: return 0
    }
  }
}
