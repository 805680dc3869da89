import Testing

@Suite struct FileTests {
  @Test func `no file is larger than one mebibyte`() {
    let repository = Repository.checkout
    expectNone(
      FileRules.sizes(repository.trackedPaths().map { ($0, repository.byteCount($0)) }))
  }

  @Test func `every golden file and conformance case is read by a test`() {
    let readers = (Repository.tests + Repository.sources.filter { $0.isUnder(["Sources/Proof"]) })
      .filter { !$0.isUnder(["Tests/TidyTests"]) }
    let repository = Repository.checkout
    expectNone(
      FileRules.unusedCases(
        repository.paths(under: "Tests/Golden") + repository.paths(under: "Tests/Conformance"),
        tests: readers))
  }

  // MARK: The rules can fail

  @Test func `finds large files`() {
    #expect(FileRules.sizes([("a", 1 << 20), ("b", 1 << 20 | 1)]).map(\.path) == ["b"])
  }

  @Test func `finds cases that nobody reads`() {
    let test = SourceFile(path: "A.swift", text: "all(in: \"errors\", \"Golden/format\")")
    let found = FileRules.unusedCases(
      ["Tests/Golden/errors/1.case", "Tests/Golden/format/1.case", "Tests/Golden/old/1.case"],
      tests: [test])
    #expect(found.map(\.path) == ["Tests/Golden/old/1.case"])
  }
}
