import StarlingColumns
import StarlingLanguage
import StarlingModel
import StarlingTimeline

/// For each value code of a path whether a condition holds.
struct ValueSet: Sendable {
  /// Path code; `nil` when no event has the path, so that only absence can be met.
  let path: UInt32?
  /// Shape: one entry per code; entry 0 is the answer for absence.
  let holds: [Bool]

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
}
