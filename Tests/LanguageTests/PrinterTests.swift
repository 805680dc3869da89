import StarlingLanguage
import StarlingModel
import Testing

@Suite struct PrinterTests {
  @Test(arguments: 0..<40)
  func `reads every random tree back from its text`(seed: Int) {
    var random = RandomExpressions(seed: UInt64(seed))
    for round in 0..<100 {
      let tree = random.expression(.init(depth: 1 + round % 5))
      let text = tree.text
      let (back, diagnostics) = Expression.parse(text)
      let errors = diagnostics.filter { $0.severity == .error }
      guard errors.isEmpty, back == tree else {
        Issue.record(
          "seed \(seed), round \(round): \(text) became \(back?.text ?? "nothing") \(errors)")
        return
      }
      #expect(back?.text == text)
    }
  }

  @Test(arguments: [
    ("((a and b)) and c", "a and b and c"),
    ("a and (b and (c and d))", "a and b and c and d"),
    ("(a or b) and c", "(a or b) and c"),
    ("a or (b and c)", "a or b and c"),
    ("not (not (a))", "not not a"),
    ("not (a or b)", "not (a or b)"),
    ("not (count(a) > 1)", "not count(a) > 1"),
    ("count(a[168h]) >= 1_000", "count(a[7d]) >= 1000"),
    ("count(a[1w])>=01", "count(a[7d]) >= 1"),
    ("a[48h]", "a[2d]"),
    ("a[36h]", "a[36h]"),
    ("a[100h]", "a[4d4h]"),
    ("a[90m]", "a[90m]"),
    ("a[90s offset 0s]", "a[90s]"),
    ("a[1500ms]", "a[1s500ms]"),
    ("a[0ms]", "a[0s]"),
    ("\"a\"{\"b\", \"c d\" == 1}", "a{b and \"c d\" == 1}"),
    ("a{(x or y), z}", "a{(x or y) and z}"),
    ("count(a) - (count(b) - 1) > 0", "count(a) - (count(b) - 1) > 0"),
    ("(count(a) * 2) / 3 + 1 > 0", "count(a) * 2 / 3 + 1 > 0"),
    ("(1 + count(a)) * 2 > 0", "(1 + count(a)) * 2 > 0"),
    ("-(-count(a)) > - 1", "--count(a) > -1"),
    ("elapsed(trait.x) >= -3d", "elapsed(trait.x) >= -3d"),
    ("a[2026-01-01T00:00:00Z..]", "a[2026-01-01 ..]"),
    ("a[..2026-01-01T10:00:00.5Z]", "a[.. 2026-01-01T10:00:00.500Z]"),
    ("a[..]", "a[..]"),
    ("trait.plan in (\"a\",-1,2d,true)", "trait.plan in (\"a\", -1, 172800, true)"),
    ("trait.plan == (\"vip\")", "trait.plan == \"vip\""),
    ("\"session\"[1d] then no \"then\" within 1d", "\"session\"[1d] then no \"then\" within 1d"),
    ("a  # why\n  and b", "a and b"),
    ("any \"p\" (a)", "any p (a)"),
    ("trait.\"a b\".c", "trait.\"a b\".c"),
  ])
  func `writes the canonical form`(text: String, canonical: String) throws {
    let tree = try #require(Expression.parse(text).expression)
    #expect(tree.text == canonical)
    #expect(Expression.parse(canonical).expression == tree)
  }

  @Test func `writes numbers with all their digits`() {
    for (number, text) in [
      (0.1, "0.1"), (1e21, "1000000000000000000000"), (1.5e-9, "0.0000000015"), (100, "100"),
      (123456.789, "123456.789"), (0x1p60, "1152921504606847000"),
    ] {
      #expect(Expression(.number(number)).text == text)
    }
  }

  @Test func `breaks long expressions at their joints`() throws {
    let part = "count(purchase{category == \"some and then or category\"}[30d]) >= 2"
    let text = "\(part) and \(part) or home then cart within 1h without other within 2h"
      .replacing(" within 2h", with: "")
    let tree = try #require(Expression.parse(text).expression)
    let lines = ExpressionLayout.lines(tree, width: 80)
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(Expression.parse(lines.joined(separator: "\n")).expression == tree)
  }
}
