import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// For each value code of a path whether a condition holds.
struct ValueSet: Sendable {
  /// Path code; `nil` when no event has the path, so that only absence can be met.
  let path: UInt32?
  /// Shape: one entry per code; entry 0 is the answer for absence.
  private(set) var holds: [Bool]

  init(_ expression: Expression, path: PropertyPath, _ vocabulary: Vocabulary) {
    let evaluator = ScalarEvaluator(for: expression)
    self.path = vocabulary.code(of: path)
    guard let code = self.path else {
      holds = [evaluator.truth(expression) { _ in nil }]
      return
    }
    let table = vocabulary.values[Int(code)]
    holds = (0..<UInt32(table.count)).map { code in
      let value = table.value(code)
      return evaluator.truth(expression) { _ in value }
    }
  }

  /// Decides about values that came since.
  ///
  /// - Parameters:
  ///   - expression: The condition that was given first.
  ///   - values: The values of the path.
  mutating func extend(_ expression: Expression, _ values: ValueTable) {
    if holds.count == values.count { return }
    let evaluator = ScalarEvaluator(for: expression)
    for code in UInt32(holds.count)..<UInt32(values.count) {
      let value = values.value(code)
      holds.append(evaluator.truth(expression) { _ in value })
    }
  }
}
