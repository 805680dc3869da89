import Testing

@Suite struct DocumentTests {
  static let pages: [MarkdownPage] = {
    let repository = Repository.checkout
    let paths = Set(repository.trackedPaths().filter { $0.hasSuffix(".md") })
      .union(repository.paths(under: "docs", ending: ".md"))
    return paths.sorted().map { MarkdownPage(path: $0, text: repository.text($0)) }
  }()

  static func page(_ path: String) -> MarkdownPage {
    MarkdownPage(path: path, text: Repository.checkout.text(path))
  }

  @Test func `every link in a document leads somewhere`() {
    #expect(Self.pages.count > 10, "the documents were not found")
    expectNone(DocumentRules.links(Self.pages, exists: Repository.checkout.exists))
  }

  @Test func `the README is short and begins with a session to paste`() {
    expectNone(DocumentRules.readme(Self.page("README.md")))
  }

  @Test func `the changelog says four things of every version`() {
    expectNone(DocumentRules.changelog(Self.page("CHANGELOG.md")))
  }

  @Test func `documents and comments tell of the product and not of the work on it`() {
    let comments = (Repository.sources + Repository.tests)
      .filter { !$0.isUnder(["Tests/TidyTests"]) }.map { ($0.path, $0.comments) }
    expectNone(DocumentRules.process(Self.pages.map { ($0.path, $0.lines) } + comments))
  }

  @Test func `the style guide names the test that holds each rule`() {
    let style = Repository.checkout.text("STYLE.md")
    let rules = Repository.tests.filter { $0.isUnder(["Tests/TidyTests"]) }.flatMap { file in
      file.lines.prefix { !$0.contains("MARK: The rules can fail") }
        .filter { $0.contains("@Test func `") }
        .compactMap { $0.split(separator: "`").dropFirst().first }
    }
    #expect(rules.count > 15)
    expectNone(
      rules.filter { !style.contains($0) }.map {
        Violation(
          path: "STYLE.md", value: "does not name the test \($0)",
          remedy: "state the rule and the test that holds it")
      })
  }

  // MARK: The rules can fail

  static let page = MarkdownPage(
    path: "docs/a/b.md",
    text: """
      # One (and only)
      [here](#one-and-only) [gone](#two) [file](../c.md) [lost](../d.md#x) `[no](link)`
      [web](https://example.org/x) [root](../../README.md)

          [block](nowhere.md)
      ## Step 1: `fmt`, *again*
      ## Step 1: `fmt`, *again*
      """)

  @Test func `finds links that lead nowhere`() {
    let found = DocumentRules.links([Self.page]) {
      ["docs/a/b.md", "docs/c.md", "README.md"].contains($0)
    }
    #expect(found.map(\.value) == ["a link to #two", "a link to ../d.md#x"])
    #expect(Self.page.anchors.contains("step-1-fmt-again-1"))
  }

  @Test func `finds a README without session`() {
    let prose = MarkdownPage(path: "README.md", text: String(repeating: "text\n", count: 101))
    #expect(DocumentRules.readme(prose).count == 2)
    let good = "# A\n```sh\na\n```\n```text\nb\n```\n"
    #expect(DocumentRules.readme(MarkdownPage(path: "README.md", text: good)).isEmpty)
    let late = String(repeating: "\n", count: 20) + good
    #expect(DocumentRules.readme(MarkdownPage(path: "README.md", text: late)).count == 1)
  }

  @Test func `finds gaps in a changelog`() {
    let headings = DocumentRules.changelogHeadings.map { "### \($0)\n\nNo change.\n" }
    let good = "# Changelog\n\n## Unreleased\n\n" + headings.joined(separator: "\n")
    #expect(DocumentRules.changelog(MarkdownPage(path: "C", text: good)).isEmpty)
    let empty = good.split(separator: "No change.", maxSplits: 1).joined()
    #expect(DocumentRules.changelog(MarkdownPage(path: "C", text: empty)).map(\.line) == [5])
    let bad = "## Soon\n\n### Features\n\nMany.\n" + good.dropFirst("# Changelog\n".count)
    #expect(DocumentRules.changelog(MarkdownPage(path: "C", text: bad)).count == 2)
  }

  @Test func `finds words about the work`() {
    let lines = ["done as reque" + "sted", "A user agent lists all", "in this ses" + "sion"]
    #expect(DocumentRules.process([("A.md", lines)]).map(\.line) == [1, 3])
  }
}
