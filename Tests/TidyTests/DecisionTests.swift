import Testing

@Suite struct DecisionTests {
  static let records = Repository.checkout.paths(under: "docs/decisions", ending: ".md")
    .filter { !$0.hasSuffix("README.md") }

  @Test func `the index lists every decision record and no other`() {
    #expect(!Self.records.isEmpty)
    expectNone(
      DecisionRules.index(DocumentTests.page("docs/decisions/README.md"), records: Self.records))
  }

  @Test func `a decision record has all its parts`() {
    expectNone(Self.records.flatMap { DecisionRules.parts(DocumentTests.page($0)) })
  }

  @Test func `cited decision records are there`() {
    let code = (Repository.sources + Repository.tests)
      .filter { !$0.isUnder(["Tests/TidyTests"]) }.map { ($0.path, $0.comments) }
    expectNone(
      DecisionRules.citations(
        code + DocumentTests.pages.map { ($0.path, $0.lines) }, records: Self.records))
  }

  // MARK: The rules can fail

  @Test func `finds records that are not indexed and entries without record`() {
    let index = MarkdownPage(
      path: "docs/decisions/README.md", text: "[one](0001-one.md)\n[three](0003-three.md)")
    let found = DecisionRules.index(
      index, records: ["docs/decisions/0001-one.md", "docs/decisions/0004-four.md"])
    #expect(found.map(\.value).count == 3)
  }

  @Test func `finds records without status or parts`() {
    let parts = DocumentRules.decisionHeadings.map { "## \($0)\n" }.joined()
    let good = "# 0001\n\nStatus: Accepted, 2026-03-01\n\n" + parts
    #expect(DecisionRules.parts(MarkdownPage(path: "A", text: good)).isEmpty)
    let undated = MarkdownPage(path: "A", text: "Status: Accepted\n" + parts)
    #expect(DecisionRules.parts(undated).count == 1)
    #expect(DecisionRules.parts(MarkdownPage(path: "A", text: String(good.dropLast(9)))).count == 1)
  }

  @Test func `finds citations of records that are not there`() {
    let found = DecisionRules.citations(
      [
        ("A.swift", ["// docs/decisions/0001", "// docs/decisions/0009, docs/decisions/README.md"])
      ],
      records: ["docs/decisions/0001-one.md"])
    #expect(found.map(\.line) == [2])
  }
}
