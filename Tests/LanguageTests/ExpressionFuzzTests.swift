import StarlingLanguage
import StarlingTestSupport
import Testing

/// Thousands of broken expressions; more with `STARLING_FUZZ_ROUNDS`.
@Suite struct ExpressionFuzzTests {
  static let words = [
    " and ", " or ", "not ", " in (", " not in (", " contains ", " starts with ", " matches ",
    " then ", " then no ", " within ", " without ", " offset ", "count(", "sum(", "first(",
    "since(", "age(", "elapsed(", "any ", "exists ", "trait.", "segment.a", "metric.b", "list.c",
    "percentile(90)", "session", "*", "\"", "\\", "\\u00e9", "\"a b\"", "(", ")", "{", "}", "[",
    "]", "[7d]", "[this week]", "[2026-01-31 ..", "..", ".", ",", " - ", "-", " == ", "!=", "<=",
    "1_000", "12.5", "1d12h", "99999999999999999999", "#", "\n", "\t", "é", "日本", "\u{0}", "'",
    "&&", "true", "false",
  ]

  @Test(.timeLimit(.minutes(60)))
  func `every text is answered, and what is read is written back`() {
    let corpus =
      GoldenCase.all(in: "language-errors").map(\.input) + [
        "count(purchase[30d]) >= 2 and sum(purchase.amount[30d]) > 500",
        "any product_id (count(product_view[48h]) >= 3 and not purchase[48h])",
        "home then product_view within 1h without search then no purchase within 2h",
        "trait.plan in (\"vip\", -1.5, 1d) and elapsed(trait.renews) >= -3d",
        "\"Order Completed\".order.total{order.currency == \"EUR\", x * 2 > 1}[7d offset 7d]",
      ]
    let seed: UInt64 = 1
    var mutator = TextMutator(seed: seed, corpus: corpus, words: Self.words)
    var readable = 0
    let rounds = TextMutator.rounds(5000)
    for round in 0..<rounds {
      let text = mutator.next()
      let (expression, diagnostics) = WorkspaceCheck.check(
        text, as: round % 2 == 0 ? .condition : .number, DefinedNames(segments: ["a"]))
      let source = SourceText(name: "fuzz", text: text)
      for diagnostic in diagnostics {
        let range = diagnostic.range
        guard range.start >= 0, range.start <= range.end, range.end <= text.utf8.count else {
          Issue.record("seed \(seed), round \(round): \(range) outside of \(text)")
          return
        }
        _ = source.render(diagnostic)
      }
      guard let expression else {
        if diagnostics.isEmpty { Issue.record("round \(round): no answer to \(text)") }
        continue
      }
      readable += 1
      if Expression.parse(expression.text).expression != expression {
        Issue.record("seed \(seed), round \(round): \(text) became \(expression.text)")
        return
      }
    }
    #expect(readable > rounds / 20)
  }
}
